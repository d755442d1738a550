using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Web;

namespace MyApp
{
    /// <summary>The application: the same assembly is served on the desktop and flashed on a board.</summary>
    public sealed class App : WebApplication
    {
        private readonly JsonWriter _json = new JsonWriter();
        private bool _isOn;

        /// <inheritdoc />
        protected override void Configure()
        {
            UseSecurityHeaders();
            MapGet("/hello/{name}", Hello);
            MapGet("/led", GetLed);
            MapPost("/led", SetLed);
            this.MapDashboard("/");
            this.MapStatus("/status.json", "MyApp", "1.0.0");
            this.MapMetrics("/metrics");
        }

        private void Hello(HttpRequest request, HttpResponse response)
        {
            response.Write("hello ");
            response.Write(request.Route("name"));
        }

        private void GetLed(HttpRequest request, HttpResponse response)
        {
            _json.Open(response);
            _json.WriteStartObject();
            _json.WriteBoolean("on", _isOn);
            _json.WriteEndObject();
        }

        // curl -d on=1 https://...
        private void SetLed(HttpRequest request, HttpResponse response)
        {
            _isOn = request.FormNumber("on", 0) == 1;
            response.StatusCode = 204;
        }
    }
}
