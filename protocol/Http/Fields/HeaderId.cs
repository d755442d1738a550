// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

// Written by protocol/Http/Generator. Do not edit.

namespace MilliHttp.Nano.Http
{
    /// <summary>Ids of registered field names: the first entry of <see cref="HeaderTable"/> that bears the name.</summary>
    public static class HeaderId
    {
        /// <summary>A name that is not registered.</summary>
        public const int Other = 255;

        /// <summary>:authority</summary>
        public const int Authority = 0;

        /// <summary>:path</summary>
        public const int Path = 1;

        /// <summary>age</summary>
        public const int Age = 2;

        /// <summary>content-disposition</summary>
        public const int ContentDisposition = 3;

        /// <summary>content-length</summary>
        public const int ContentLength = 4;

        /// <summary>cookie</summary>
        public const int Cookie = 5;

        /// <summary>date</summary>
        public const int Date = 6;

        /// <summary>etag</summary>
        public const int Etag = 7;

        /// <summary>if-modified-since</summary>
        public const int IfModifiedSince = 8;

        /// <summary>if-none-match</summary>
        public const int IfNoneMatch = 9;

        /// <summary>last-modified</summary>
        public const int LastModified = 10;

        /// <summary>link</summary>
        public const int Link = 11;

        /// <summary>location</summary>
        public const int Location = 12;

        /// <summary>referer</summary>
        public const int Referer = 13;

        /// <summary>set-cookie</summary>
        public const int SetCookie = 14;

        /// <summary>:method</summary>
        public const int Method = 15;

        /// <summary>:scheme</summary>
        public const int Scheme = 22;

        /// <summary>:status</summary>
        public const int Status = 24;

        /// <summary>accept</summary>
        public const int Accept = 29;

        /// <summary>accept-encoding</summary>
        public const int AcceptEncoding = 31;

        /// <summary>accept-ranges</summary>
        public const int AcceptRanges = 32;

        /// <summary>access-control-allow-headers</summary>
        public const int AccessControlAllowHeaders = 33;

        /// <summary>access-control-allow-origin</summary>
        public const int AccessControlAllowOrigin = 35;

        /// <summary>cache-control</summary>
        public const int CacheControl = 36;

        /// <summary>content-encoding</summary>
        public const int ContentEncoding = 42;

        /// <summary>content-type</summary>
        public const int ContentType = 44;

        /// <summary>range</summary>
        public const int Range = 55;

        /// <summary>strict-transport-security</summary>
        public const int StrictTransportSecurity = 56;

        /// <summary>vary</summary>
        public const int Vary = 59;

        /// <summary>x-content-type-options</summary>
        public const int XContentTypeOptions = 61;

        /// <summary>x-xss-protection</summary>
        public const int XXssProtection = 62;

        /// <summary>accept-language</summary>
        public const int AcceptLanguage = 72;

        /// <summary>access-control-allow-credentials</summary>
        public const int AccessControlAllowCredentials = 73;

        /// <summary>access-control-allow-methods</summary>
        public const int AccessControlAllowMethods = 76;

        /// <summary>access-control-expose-headers</summary>
        public const int AccessControlExposeHeaders = 79;

        /// <summary>access-control-request-headers</summary>
        public const int AccessControlRequestHeaders = 80;

        /// <summary>access-control-request-method</summary>
        public const int AccessControlRequestMethod = 81;

        /// <summary>alt-svc</summary>
        public const int AltSvc = 83;

        /// <summary>authorization</summary>
        public const int Authorization = 84;

        /// <summary>content-security-policy</summary>
        public const int ContentSecurityPolicy = 85;

        /// <summary>early-data</summary>
        public const int EarlyData = 86;

        /// <summary>expect-ct</summary>
        public const int ExpectCt = 87;

        /// <summary>forwarded</summary>
        public const int Forwarded = 88;

        /// <summary>if-range</summary>
        public const int IfRange = 89;

        /// <summary>origin</summary>
        public const int Origin = 90;

        /// <summary>purpose</summary>
        public const int Purpose = 91;

        /// <summary>server</summary>
        public const int Server = 92;

        /// <summary>timing-allow-origin</summary>
        public const int TimingAllowOrigin = 93;

        /// <summary>upgrade-insecure-requests</summary>
        public const int UpgradeInsecureRequests = 94;

        /// <summary>user-agent</summary>
        public const int UserAgent = 95;

        /// <summary>x-forwarded-for</summary>
        public const int XForwardedFor = 96;

        /// <summary>x-frame-options</summary>
        public const int XFrameOptions = 97;

        /// <summary>host</summary>
        public const int Host = 99;

        /// <summary>connection</summary>
        public const int Connection = 100;

        /// <summary>transfer-encoding</summary>
        public const int TransferEncoding = 101;

        /// <summary>expect</summary>
        public const int Expect = 102;

        /// <summary>trailer</summary>
        public const int Trailer = 103;

        /// <summary>te</summary>
        public const int Te = 104;

        /// <summary>upgrade</summary>
        public const int Upgrade = 105;

        /// <summary>keep-alive</summary>
        public const int KeepAlive = 106;

        /// <summary>proxy-connection</summary>
        public const int ProxyConnection = 107;

        /// <summary>priority</summary>
        public const int Priority = 108;

        /// <summary>last-event-id</summary>
        public const int LastEventId = 109;

        /// <summary>pragma</summary>
        public const int Pragma = 110;

        /// <summary>dnt</summary>
        public const int Dnt = 111;

        /// <summary>allow</summary>
        public const int Allow = 112;

        /// <summary>retry-after</summary>
        public const int RetryAfter = 113;

        /// <summary>sec-fetch-site</summary>
        public const int SecFetchSite = 114;

        /// <summary>sec-fetch-mode</summary>
        public const int SecFetchMode = 115;

        /// <summary>sec-fetch-dest</summary>
        public const int SecFetchDest = 116;

        /// <summary>sec-fetch-user</summary>
        public const int SecFetchUser = 117;

        /// <summary>sec-ch-ua</summary>
        public const int SecChUa = 118;

        /// <summary>sec-ch-ua-mobile</summary>
        public const int SecChUaMobile = 119;

        /// <summary>sec-ch-ua-platform</summary>
        public const int SecChUaPlatform = 120;

        /// <summary>www-authenticate</summary>
        public const int WwwAuthenticate = 126;

        /// <summary>content-range</summary>
        public const int ContentRange = 127;

        /// <summary>referrer-policy</summary>
        public const int ReferrerPolicy = 128;

        /// <summary>sec-websocket-key</summary>
        public const int SecWebsocketKey = 130;

        /// <summary>sec-websocket-version</summary>
        public const int SecWebsocketVersion = 131;

        /// <summary>sec-websocket-protocol</summary>
        public const int SecWebsocketProtocol = 132;

        /// <summary>sec-websocket-accept</summary>
        public const int SecWebsocketAccept = 133;
    }
}
