// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

// Written by protocol/Http/Generator. Do not edit.

namespace MilliHttp.Nano.Http
{
    /// <summary>Entries of <see cref="HeaderTable"/> with a value: whole fields by one number.</summary>
    public static class HeaderField
    {
        /// <summary>:path: /</summary>
        public const int Path = 1;

        /// <summary>age: 0</summary>
        public const int Age0 = 2;

        /// <summary>content-length: 0</summary>
        public const int ContentLength0 = 4;

        /// <summary>:method: CONNECT</summary>
        public const int MethodCONNECT = 15;

        /// <summary>:method: DELETE</summary>
        public const int MethodDELETE = 16;

        /// <summary>:method: GET</summary>
        public const int MethodGET = 17;

        /// <summary>:method: HEAD</summary>
        public const int MethodHEAD = 18;

        /// <summary>:method: OPTIONS</summary>
        public const int MethodOPTIONS = 19;

        /// <summary>:method: POST</summary>
        public const int MethodPOST = 20;

        /// <summary>:method: PUT</summary>
        public const int MethodPUT = 21;

        /// <summary>:scheme: http</summary>
        public const int SchemeHttp = 22;

        /// <summary>:scheme: https</summary>
        public const int SchemeHttps = 23;

        /// <summary>:status: 103</summary>
        public const int Status103 = 24;

        /// <summary>:status: 200</summary>
        public const int Status200 = 25;

        /// <summary>:status: 304</summary>
        public const int Status304 = 26;

        /// <summary>:status: 404</summary>
        public const int Status404 = 27;

        /// <summary>:status: 503</summary>
        public const int Status503 = 28;

        /// <summary>accept: */*</summary>
        public const int AcceptAnyAny = 29;

        /// <summary>accept: application/dns-message</summary>
        public const int AcceptApplicationDnsMessage = 30;

        /// <summary>accept-encoding: gzip, deflate, br</summary>
        public const int AcceptEncodingGzipDeflateBr = 31;

        /// <summary>accept-ranges: bytes</summary>
        public const int AcceptRangesBytes = 32;

        /// <summary>access-control-allow-headers: cache-control</summary>
        public const int AccessControlAllowHeadersCacheControl = 33;

        /// <summary>access-control-allow-headers: content-type</summary>
        public const int AccessControlAllowHeadersContentType = 34;

        /// <summary>access-control-allow-origin: *</summary>
        public const int AccessControlAllowOriginAny = 35;

        /// <summary>cache-control: max-age=0</summary>
        public const int CacheControlMaxAge0 = 36;

        /// <summary>cache-control: max-age=2592000</summary>
        public const int CacheControlMaxAge2592000 = 37;

        /// <summary>cache-control: max-age=604800</summary>
        public const int CacheControlMaxAge604800 = 38;

        /// <summary>cache-control: no-cache</summary>
        public const int CacheControlNoCache = 39;

        /// <summary>cache-control: no-store</summary>
        public const int CacheControlNoStore = 40;

        /// <summary>cache-control: public, max-age=31536000</summary>
        public const int CacheControlPublicMaxAge31536000 = 41;

        /// <summary>content-encoding: br</summary>
        public const int ContentEncodingBr = 42;

        /// <summary>content-encoding: gzip</summary>
        public const int ContentEncodingGzip = 43;

        /// <summary>content-type: application/dns-message</summary>
        public const int ContentTypeApplicationDnsMessage = 44;

        /// <summary>content-type: application/javascript</summary>
        public const int ContentTypeApplicationJavascript = 45;

        /// <summary>content-type: application/json</summary>
        public const int ContentTypeApplicationJson = 46;

        /// <summary>content-type: application/x-www-form-urlencoded</summary>
        public const int ContentTypeApplicationXWwwFormUrlencoded = 47;

        /// <summary>content-type: image/gif</summary>
        public const int ContentTypeImageGif = 48;

        /// <summary>content-type: image/jpeg</summary>
        public const int ContentTypeImageJpeg = 49;

        /// <summary>content-type: image/png</summary>
        public const int ContentTypeImagePng = 50;

        /// <summary>content-type: text/css</summary>
        public const int ContentTypeTextCss = 51;

        /// <summary>content-type: text/html; charset=utf-8</summary>
        public const int ContentTypeTextHtmlCharsetUtf8 = 52;

        /// <summary>content-type: text/plain</summary>
        public const int ContentTypeTextPlain = 53;

        /// <summary>content-type: text/plain;charset=utf-8</summary>
        public const int ContentTypeTextPlainCharsetUtf8 = 54;

        /// <summary>range: bytes=0-</summary>
        public const int RangeBytes0 = 55;

        /// <summary>strict-transport-security: max-age=31536000</summary>
        public const int StrictTransportSecurityMaxAge31536000 = 56;

        /// <summary>strict-transport-security: max-age=31536000; includesubdomains</summary>
        public const int StrictTransportSecurityMaxAge31536000Includesubdomains = 57;

        /// <summary>strict-transport-security: max-age=31536000; includesubdomains; preload</summary>
        public const int StrictTransportSecurityMaxAge31536000IncludesubdomainsPreload = 58;

        /// <summary>vary: accept-encoding</summary>
        public const int VaryAcceptEncoding = 59;

        /// <summary>vary: origin</summary>
        public const int VaryOrigin = 60;

        /// <summary>x-content-type-options: nosniff</summary>
        public const int XContentTypeOptionsNosniff = 61;

        /// <summary>x-xss-protection: 1; mode=block</summary>
        public const int XXssProtection1ModeBlock = 62;

        /// <summary>:status: 100</summary>
        public const int Status100 = 63;

        /// <summary>:status: 204</summary>
        public const int Status204 = 64;

        /// <summary>:status: 206</summary>
        public const int Status206 = 65;

        /// <summary>:status: 302</summary>
        public const int Status302 = 66;

        /// <summary>:status: 400</summary>
        public const int Status400 = 67;

        /// <summary>:status: 403</summary>
        public const int Status403 = 68;

        /// <summary>:status: 421</summary>
        public const int Status421 = 69;

        /// <summary>:status: 425</summary>
        public const int Status425 = 70;

        /// <summary>:status: 500</summary>
        public const int Status500 = 71;

        /// <summary>access-control-allow-credentials: FALSE</summary>
        public const int AccessControlAllowCredentialsFALSE = 73;

        /// <summary>access-control-allow-credentials: TRUE</summary>
        public const int AccessControlAllowCredentialsTRUE = 74;

        /// <summary>access-control-allow-headers: *</summary>
        public const int AccessControlAllowHeadersAny = 75;

        /// <summary>access-control-allow-methods: get</summary>
        public const int AccessControlAllowMethodsGet = 76;

        /// <summary>access-control-allow-methods: get, post, options</summary>
        public const int AccessControlAllowMethodsGetPostOptions = 77;

        /// <summary>access-control-allow-methods: options</summary>
        public const int AccessControlAllowMethodsOptions = 78;

        /// <summary>access-control-expose-headers: content-length</summary>
        public const int AccessControlExposeHeadersContentLength = 79;

        /// <summary>access-control-request-headers: content-type</summary>
        public const int AccessControlRequestHeadersContentType = 80;

        /// <summary>access-control-request-method: get</summary>
        public const int AccessControlRequestMethodGet = 81;

        /// <summary>access-control-request-method: post</summary>
        public const int AccessControlRequestMethodPost = 82;

        /// <summary>alt-svc: clear</summary>
        public const int AltSvcClear = 83;

        /// <summary>content-security-policy: script-src 'none'; object-src 'none'; base-uri 'none'</summary>
        public const int ContentSecurityPolicyScriptSrcNoneObjectSrcNoneBaseUriNone = 85;

        /// <summary>early-data: 1</summary>
        public const int EarlyData1 = 86;

        /// <summary>purpose: prefetch</summary>
        public const int PurposePrefetch = 91;

        /// <summary>timing-allow-origin: *</summary>
        public const int TimingAllowOriginAny = 93;

        /// <summary>upgrade-insecure-requests: 1</summary>
        public const int UpgradeInsecureRequests1 = 94;

        /// <summary>x-frame-options: deny</summary>
        public const int XFrameOptionsDeny = 97;

        /// <summary>x-frame-options: sameorigin</summary>
        public const int XFrameOptionsSameorigin = 98;

        /// <summary>connection: close</summary>
        public const int ConnectionClose = 100;

        /// <summary>transfer-encoding: chunked</summary>
        public const int TransferEncodingChunked = 101;

        /// <summary>expect: 100-continue</summary>
        public const int Expect100Continue = 102;

        /// <summary>retry-after: 1</summary>
        public const int RetryAfter1 = 113;

        /// <summary>content-type: application/octet-stream</summary>
        public const int ContentTypeApplicationOctetStream = 121;

        /// <summary>content-type: text/event-stream</summary>
        public const int ContentTypeTextEventStream = 122;

        /// <summary>connection: keep-alive</summary>
        public const int ConnectionKeepAlive = 123;

        /// <summary>connection: upgrade</summary>
        public const int ConnectionUpgrade = 124;

        /// <summary>upgrade: websocket</summary>
        public const int UpgradeWebsocket = 125;

        /// <summary>referrer-policy: no-referrer</summary>
        public const int ReferrerPolicyNoReferrer = 128;

        /// <summary>content-type: image/svg+xml</summary>
        public const int ContentTypeImageSvgXml = 129;

        /// <summary>sec-websocket-version: 13</summary>
        public const int SecWebsocketVersion13 = 131;
    }
}
