using MilliHttp.Nano.Drivers.Device;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Firmware.Boot;

namespace MyApp.Board
{
    /// <summary>The program of a board with Ethernet; an ESP32 takes WifiLink and FileCredentials in their places.</summary>
    public static class Program
    {
        private const int Port = 443;
        private const int Peers = 5;
        private const int Backlog = 2;

        /// <summary>Where the platform starts; serves for ever.</summary>
        public static void Main()
        {
            BoardHost.Run(
                Profile.Standard(),
                new DevicePorts(Port, Peers, Backlog, new TickClock(), new RandomEntropy(), new MemoryCredentials(), new EthernetLink()),
                new App());
        }
    }
}
