// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using MilliHttp.Nano.Web;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Web
{
    public sealed class JsonTests
    {
        [Fact]
        public void WritesWhatOthersRead()
        {
            WriterApp app = new WriterApp();
            string text = WebBench.Text(new WebBench(app).Get("/"));
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            Assert.Equal("a\"b\\c\n\u0001ä😀", root.GetProperty("text").GetString());
            Assert.Equal(new string('y', 100) + "\t", root.GetProperty("long").GetString());
            Assert.Equal(-5, root.GetProperty("number").GetInt64());
            Assert.Equal(21.5m, root.GetProperty("tenths").GetDecimal());
            Assert.Equal(-0.05m, root.GetProperty("small").GetDecimal());
            Assert.Equal(-3.00m, root.GetProperty("whole").GetDecimal());
            Assert.True(root.GetProperty("yes").GetBoolean());
            Assert.Equal(JsonValueKind.Null, root.GetProperty("nothing").ValueKind);
            Assert.Equal("[1,[],{\"x\":null},\"a\",false]", root.GetProperty("list").GetRawText());
            Assert.Equal("{}", root.GetProperty("empty").GetRawText());
        }

        [Theory]
        [InlineData("{\"a\":1,\"b\":[true,false,null,\"x\"],\"c\":{}}")]
        [InlineData(" [ ] ")]
        [InlineData("-0.5e+10")]
        [InlineData("\"\\u00e4\\n\\\\\"")]
        [InlineData("")]
        [InlineData("{\"a\":1,}")]
        [InlineData("[1,]")]
        [InlineData("[1 2]")]
        [InlineData("{\"a\" 1}")]
        [InlineData("{1:2}")]
        [InlineData("01")]
        [InlineData("1.")]
        [InlineData(".5")]
        [InlineData("nul")]
        [InlineData("\"\\x\"")]
        [InlineData("\"a\nb\"")]
        [InlineData("\"a")]
        [InlineData("[}")]
        [InlineData("[1]]")]
        [InlineData("{\"a\":[1,2,{\"b\":3}]} x")]
        public void ReadsAsStrictlyAsOthers(string text)
        {
            Check(Encoding.UTF8.GetBytes(text));
        }

        [Fact]
        public void ReadsAnythingAsStrictlyAsOthers()
        {
            const string Letters = "{}[]:,\"\\ 01-.etrunflasb";
            Random random = new Random(8);
            for (int round = 0; round < 40000; round++)
            {
                byte[] text = new byte[random.Next(12)];
                for (int i = 0; i < text.Length; i++)
                {
                    text[i] = (byte)Letters[random.Next(Letters.Length)];
                }

                Check(text);
            }
        }

        [Fact]
        public void NestingIsLimited()
        {
            JsonReader reader = new JsonReader();
            byte[] text = Encoding.ASCII.GetBytes(new string('[', 30) + new string(']', 30));
            reader.Open(text, 0, text.Length);
            while (reader.Read())
            {
            }

            Assert.Equal(JsonToken.None, reader.TokenType);
            text = Encoding.ASCII.GetBytes(new string('[', 31));
            reader.Open(text, 0, text.Length);
            while (reader.Read())
            {
            }

            Assert.Equal(JsonToken.Error, reader.TokenType);
        }

        [Theory]
        [InlineData("21.5", 1, true, 215)]
        [InlineData("21.57", 1, true, 215)]
        [InlineData("21", 1, true, 210)]
        [InlineData("-0.05", 2, true, -5)]
        [InlineData("21", 0, true, 21)]
        [InlineData("21.0", 0, false, 0)]
        [InlineData("1e3", 0, false, 0)]
        [InlineData("9223372036854775807", 0, true, long.MaxValue)]
        [InlineData("9223372036854775808", 0, false, 0)]
        [InlineData("true", 0, false, 0)]
        public void ReadsNumbers(string text, int decimals, bool good, long expected)
        {
            JsonReader reader = new JsonReader();
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            reader.Open(bytes, 0, bytes.Length);
            Assert.True(reader.Read());
            Assert.Equal(good, reader.TryGetNumber(decimals, out long value));
            Assert.Equal(expected, value);
        }

        [Fact]
        public void SkipsAndCompares()
        {
            JsonReader reader = new JsonReader();
            byte[] bytes = Encoding.UTF8.GetBytes("{\"skip\":{\"a\":[1,{}]},\"t\\u0061rget\":\"x\\ud83d\\ude00y\"}");
            reader.Open(bytes, 0, bytes.Length);
            Assert.True(reader.Read());
            Assert.True(reader.Read());
            Assert.True(reader.ValueEquals("skip"));
            Assert.False(reader.ValueEquals("ski"));
            Assert.False(reader.ValueEquals("skipp"));
            reader.Skip();
            Assert.True(reader.Read());
            Assert.True(reader.ValueEquals("target"));
            Assert.True(reader.Read());
            Assert.Equal("x😀y", reader.GetString());
            Assert.True(reader.Read());
            Assert.Equal(JsonToken.EndObject, reader.TokenType);
            Assert.False(reader.Read());
        }

        private static void Check(byte[] text)
        {
            List<string> expected = new List<string>();
            bool good = true;
            try
            {
                Utf8JsonReader other = new Utf8JsonReader(text);
                while (other.Read())
                {
                    expected.Add(other.TokenType + (other.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? other.GetString() : string.Empty));
                }
            }
            catch (JsonException)
            {
                good = false;
            }

            JsonReader reader = new JsonReader();
            reader.Open(text, 0, text.Length);
            List<string> found = new List<string>();
            while (reader.Read())
            {
                string name = Enum.GetName((JsonTokenType)Map(reader.TokenType));
                found.Add(name + (reader.TokenType is JsonToken.String or JsonToken.PropertyName ? reader.GetString() : string.Empty));
            }

            Assert.True(good == (reader.TokenType == JsonToken.None), Encoding.UTF8.GetString(text));
            if (good)
            {
                Assert.Equal(expected, found);
            }
        }

        private static JsonTokenType Map(int token) => token switch
        {
            JsonToken.StartObject => JsonTokenType.StartObject,
            JsonToken.EndObject => JsonTokenType.EndObject,
            JsonToken.StartArray => JsonTokenType.StartArray,
            JsonToken.EndArray => JsonTokenType.EndArray,
            JsonToken.PropertyName => JsonTokenType.PropertyName,
            JsonToken.String => JsonTokenType.String,
            JsonToken.Number => JsonTokenType.Number,
            JsonToken.True => JsonTokenType.True,
            JsonToken.False => JsonTokenType.False,
            _ => JsonTokenType.Null
        };

        private sealed class WriterApp : WebApplication
        {
            protected override void Configure()
            {
                JsonWriter json = new JsonWriter();
                MapGet("/", (request, response) =>
                {
                    json.Open(response);
                    json.WriteStartObject();
                    json.WriteString("text", "a\"b\\c\n\u0001ä😀");
                    json.WriteString("long", new string('y', 100) + "\t");
                    json.WriteNumber("number", -5);
                    json.WriteNumber("tenths", 215, 1);
                    json.WriteNumber("small", -5, 2);
                    json.WriteNumber("whole", -300, 2);
                    json.WriteBoolean("yes", true);
                    json.WriteNull("nothing");
                    json.WriteStartArray("list");
                    json.WriteNumberValue(1, 0);
                    json.WriteStartArray();
                    json.WriteEndArray();
                    json.WriteStartObject();
                    json.WriteString("x", null);
                    json.WriteEndObject();
                    json.WriteStringValue("a");
                    json.WriteBooleanValue(false);
                    json.WriteEndArray();
                    json.WriteStartObject("empty");
                    json.WriteEndObject();
                    json.WriteEndObject();
                });
            }
        }
    }
}
