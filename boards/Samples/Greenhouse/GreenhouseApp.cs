// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Web;

namespace MilliHttp.Nano.Samples.Greenhouse
{
    /// <summary>A device with all that a device needs: settings behind a token, readings, events, a redirect, a cookie.</summary>
    public sealed class GreenhouseApp : WebApplication
    {
        private readonly JsonWriter _json = new JsonWriter();
        private readonly JsonReader _reader = new JsonReader();
        private readonly EventStream _readings = new EventStream(256, 3);
        private readonly int[] _targets = new int[4];
        private int _count;

        /// <inheritdoc />
        protected override void Configure()
        {
            UseSecurityHeaders();
            MapGet("/hello/{name}", Hello);
            MapGet("/zones/{zone}", GetZone);
            MapGet("/start", Start).ReadHeader("cookie");
            MapGet("/ui", (request, response) => response.Redirect("/index.html"));
            MapEvents("/events", _readings);
            RouteGroup api = MapGroup("/api");
            api.RequireAuthorization(new BearerAuthorizer("a-token-of-sixteen-or-more"));
            api.MapPut("/zones/{zone}", PutZone);
            Routes.MapSocket("/chat", new ChatSocket());
            Routes.MapFiles("/", new SiteFiles());
            RunEvery(1000);
        }

        /// <inheritdoc />
        protected override void OnTurn(long now, int microseconds)
        {
            _count++;
            if (_readings.HasListeners)
            {
                _readings.Send("{\"count\":" + _count.ToString() + "}");
            }
        }

        private void Hello(HttpRequest request, HttpResponse response)
        {
            response.Write("hello ");
            response.Write(request.Route("name"));
            response.Write(request.QueryNumber("times", 1) > 1 ? ", again" : string.Empty);
        }

        private void GetZone(HttpRequest request, HttpResponse response)
        {
            int zone = request.RouteNumber("zone");
            if (zone < 0 || zone >= _targets.Length)
            {
                response.StatusCode = 404;
                return;
            }

            _json.Open(response);
            _json.WriteStartObject();
            _json.WriteNumber("zone", zone);
            _json.WriteNumber("target", _targets[zone], 1);
            _json.WriteBoolean("heating", _targets[zone] > 200);
            _json.WriteString("unit", "celsius");
            _json.WriteEndObject();
        }

        private void PutZone(HttpRequest request, HttpResponse response)
        {
            int zone = request.RouteNumber("zone");
            _reader.Open(request);
            while (zone >= 0 && zone < _targets.Length && _reader.Read())
            {
                if (_reader.TokenType == JsonToken.PropertyName && _reader.ValueEquals("target") && _reader.Read() && _reader.TryGetNumber(1, out long target))
                {
                    _targets[zone] = (int)target;
                    response.StatusCode = 204;
                    return;
                }
            }

            response.StatusCode = 400;
        }

        private void Start(HttpRequest request, HttpResponse response)
        {
            string visits = request.Cookie("visits");
            response.SetCookie("visits", visits == null ? "1" : visits + "1", 3600);
            response.Write(visits == null ? "welcome" : "welcome back");
        }
    }
}
