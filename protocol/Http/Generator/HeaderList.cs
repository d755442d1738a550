// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http.Generator
{
    /// <summary>
    /// The registered fields: entries 0 to 98 are the QPACK static table (RFC 9204 appendix A), the rest is ours.
    /// One a line: name, a tab and the value where there is one.
    /// </summary>
    public static class HeaderList
    {
        public const int QpackCount = 99;

        public static readonly string[] Entries =
        {
            ":authority", ":path\t/", "age\t0", "content-disposition", "content-length\t0", "cookie", "date", "etag",
            "if-modified-since", "if-none-match", "last-modified", "link", "location", "referer", "set-cookie",
            ":method\tCONNECT", ":method\tDELETE", ":method\tGET", ":method\tHEAD", ":method\tOPTIONS", ":method\tPOST", ":method\tPUT",
            ":scheme\thttp", ":scheme\thttps",
            ":status\t103", ":status\t200", ":status\t304", ":status\t404", ":status\t503",
            "accept\t*/*", "accept\tapplication/dns-message", "accept-encoding\tgzip, deflate, br", "accept-ranges\tbytes",
            "access-control-allow-headers\tcache-control", "access-control-allow-headers\tcontent-type", "access-control-allow-origin\t*",
            "cache-control\tmax-age=0", "cache-control\tmax-age=2592000", "cache-control\tmax-age=604800", "cache-control\tno-cache",
            "cache-control\tno-store", "cache-control\tpublic, max-age=31536000",
            "content-encoding\tbr", "content-encoding\tgzip",
            "content-type\tapplication/dns-message", "content-type\tapplication/javascript", "content-type\tapplication/json",
            "content-type\tapplication/x-www-form-urlencoded", "content-type\timage/gif", "content-type\timage/jpeg",
            "content-type\timage/png", "content-type\ttext/css", "content-type\ttext/html; charset=utf-8", "content-type\ttext/plain",
            "content-type\ttext/plain;charset=utf-8",
            "range\tbytes=0-",
            "strict-transport-security\tmax-age=31536000", "strict-transport-security\tmax-age=31536000; includesubdomains",
            "strict-transport-security\tmax-age=31536000; includesubdomains; preload",
            "vary\taccept-encoding", "vary\torigin", "x-content-type-options\tnosniff", "x-xss-protection\t1; mode=block",
            ":status\t100", ":status\t204", ":status\t206", ":status\t302", ":status\t400", ":status\t403", ":status\t421", ":status\t425",
            ":status\t500",
            "accept-language", "access-control-allow-credentials\tFALSE", "access-control-allow-credentials\tTRUE",
            "access-control-allow-headers\t*", "access-control-allow-methods\tget", "access-control-allow-methods\tget, post, options",
            "access-control-allow-methods\toptions", "access-control-expose-headers\tcontent-length",
            "access-control-request-headers\tcontent-type", "access-control-request-method\tget", "access-control-request-method\tpost",
            "alt-svc\tclear", "authorization",
            "content-security-policy\tscript-src 'none'; object-src 'none'; base-uri 'none'",
            "early-data\t1", "expect-ct", "forwarded", "if-range", "origin", "purpose\tprefetch", "server", "timing-allow-origin\t*",
            "upgrade-insecure-requests\t1", "user-agent", "x-forwarded-for", "x-frame-options\tdeny", "x-frame-options\tsameorigin",

            // Ours: what the engines and the handlers look for, and what browsers send with every request.
            "host", "connection\tclose", "transfer-encoding\tchunked", "expect\t100-continue", "trailer", "te", "upgrade", "keep-alive",
            "proxy-connection", "priority", "last-event-id", "pragma", "dnt", "allow", "retry-after\t1",
            "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-fetch-user", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform",
            "content-type\tapplication/octet-stream", "content-type\ttext/event-stream", "connection\tkeep-alive", "connection\tupgrade", "upgrade\twebsocket",
            "www-authenticate", "content-range", "referrer-policy\tno-referrer", "content-type\timage/svg+xml",
            "sec-websocket-key", "sec-websocket-version\t13", "sec-websocket-protocol", "sec-websocket-accept",

            // Entries without a name: the reason phrases of HTTP/1.1.
            "\tOK", "\tContinue", "\tNo Content", "\tNot Modified", "\tBad Request", "\tNot Found", "\tMethod Not Allowed",
            "\tRequest Timeout", "\tLength Required", "\tContent Too Large", "\tURI Too Long", "\tExpectation Failed",
            "\tRequest Header Fields Too Large", "\tInternal Server Error", "\tNot Implemented", "\tService Unavailable",
            "\tHTTP Version Not Supported", "\tNot Acceptable", "\tCreated", "\tAccepted", "\tPartial Content", "\tMoved Permanently", "\tFound",
            "\tUnauthorized", "\tForbidden", "\tConflict", "\tUnsupported Media Type", "\tRange Not Satisfiable", "\tUnprocessable Content",
            "\tUpgrade Required", "\tToo Many Requests", "\tSwitching Protocols", "\tSee Other", "\tTemporary Redirect",
        };
    }
}
