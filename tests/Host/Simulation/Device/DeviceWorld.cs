// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Firmware.Pages;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>
    /// A simulated device and the people on its network: the whole image with its own loop, pumps and shares, in virtual time that advances by the operations
    /// that it executes (<see cref="DeviceClock"/>). The same seed gives the same run. Only in the context of the meter, where operations are counted.
    /// </summary>
    internal sealed class DeviceWorld
    {
        private const int Delay = 500;
        private const int Jitter = 200;
        private readonly PriorityQueue<(Person Person, byte[] Data, long Address, int Port), (long Time, long Order)> _events = new PriorityQueue<(Person, byte[], long, int), (long, long)>();
        private readonly List<Person> _people = new List<Person>();
        private readonly Dictionary<Person, long> _wakes = new Dictionary<Person, long>();
        private readonly DeviceBoard _board;
        private long _order;

        public DeviceWorld(int seed, bool tight)
        {
            Random = new Random(seed);
            Clock = new DeviceClock();
            _board = new DeviceBoard(this, Clock, Random);
            Profile profile = tight ? Profile.Tight() : Profile.Standard();
            Image = new Image(profile, _board, new DemoApplication(profile));
            if (!Image.Certificates.Set(0, SimulatedServer.Chain, SimulatedServer.Key))
            {
                throw new InvalidOperationException("certificate refused");
            }
        }

        public Random Random { get; }

        public DeviceClock Clock { get; }

        public Image Image { get; }

        /// <summary>Bytes that others than the live clients sent, as UDP payload + 28, or as TCP segment + 40.</summary>
        public long HostileBytes { get; set; }

        /// <summary>Datagrams that found the queue of the socket full.</summary>
        public int LostDatagrams => _board.Sockets.Lost;

        public DeviceListener Listener => _board.Accepting;

        public void Add(Person person)
        {
            person.World = this;
            _people.Add(person);
            Schedule(person, Clock.Microseconds);
        }

        public void Remove(Person person)
        {
            _people.Remove(person);
            _wakes.Remove(person);
        }

        /// <summary>Runs until then.</summary>
        public void RunUntil(long time)
        {
            while (Clock.Microseconds < time)
            {
                Image.Turn();
                if (Image.LastFault != null)
                {
                    throw new InvalidOperationException("a turn of the loop failed", Image.LastFault);
                }
            }
        }

        /// <summary>Sends a datagram to the device.</summary>
        public void Send(byte[] data, long address, int port, long now)
        {
            _events.Enqueue((null, data, address, port), (now + Travel(), _order++));
        }

        /// <summary>The device sends a datagram.</summary>
        public void Deliver(byte[] data, long address, int port)
        {
            foreach (Person person in _people)
            {
                if (person.Address == address && person.Port == port)
                {
                    _events.Enqueue((person, data, address, port), (Clock.Microseconds + Travel(), _order++));
                    return;
                }
            }
        }

        /// <summary>How long something takes over the network, microseconds.</summary>
        public long Travel() => Delay + Random.Next(Jitter);

        /// <summary>A person wants to act again, at the time that it says.</summary>
        public void Schedule(Person person, long now)
        {
            long next = Math.Max(person.NextTime, now);
            if (next != long.MaxValue)
            {
                _wakes[person] = next;
                _events.Enqueue((person, null, 0, 0), (next, _order++));
            }
            else
            {
                _wakes.Remove(person);
            }
        }

        /// <summary>A person is to act at a time whatever it says itself.</summary>
        public void Wake(Person person, long time)
        {
            if (!_wakes.TryGetValue(person, out long wake) || time < wake)
            {
                _wakes[person] = time;
                _events.Enqueue((person, null, 0, 0), (time, _order++));
            }
        }

        /// <summary>Lets happen what has happened until now.</summary>
        public void CatchUp()
        {
            Clock.Leave();
            long until = Clock.Microseconds;
            while (_events.TryPeek(out _, out (long Time, long) first) && first.Time <= until)
            {
                (Person person, byte[] data, long address, int port) = _events.Dequeue();
                if (person == null)
                {
                    _board.Sockets.Put(data, address, port);
                    continue;
                }

                if (data != null)
                {
                    person.Receive(data, first.Time);
                }
                else if (!_wakes.TryGetValue(person, out long wake) || wake != first.Time)
                {
                    // It has another time by now.
                    continue;
                }
                else
                {
                    person.Act(first.Time);
                }

                if (_people.Contains(person))
                {
                    Schedule(person, first.Time + 1);
                }
            }

            Clock.Return();
        }

        /// <summary>The device rests until something comes.</summary>
        public void Rest(long microseconds)
        {
            long end = Clock.Microseconds + microseconds;
            CatchUp();
            while (!HasInput && Clock.Microseconds < end)
            {
                long next = _events.TryPeek(out _, out (long Time, long) first) ? first.Time : long.MaxValue;
                Clock.RestUntil(Math.Min(end, next));
                CatchUp();
            }
        }

        private bool HasInput => !_board.Sockets.IsEmpty
            || Listener.Streams.Any(stream => ((DeviceStream)stream).Peer is TcpPeer peer ? peer.HasNews : Listener.HasPending);
    }
}
