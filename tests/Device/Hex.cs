// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device
{
    /// <summary>Test vectors as they are printed in the RFCs.</summary>
    internal static class Hex
    {
        /// <summary>The bytes of a string of hexadecimal digits.</summary>
        public static byte[] Bytes(string digits)
        {
            char[] characters = digits.ToCharArray();
            byte[] bytes = new byte[characters.Length / 2];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)((Digit(characters[2 * i]) << 4) | Digit(characters[2 * i + 1]));
            }

            return bytes;
        }

        /// <summary>Fails unless a part of an array holds exactly these bytes.</summary>
        public static void AreEqual(string expected, byte[] actual, int offset, string what)
        {
            byte[] bytes = Bytes(expected);
            for (int i = 0; i < bytes.Length; i++)
            {
                if (bytes[i] != actual[offset + i])
                {
                    Assert.AreEqual((int)bytes[i], (int)actual[offset + i], what + " at byte " + i.ToString());
                }
            }
        }

        private static int Digit(char character)
        {
            return character <= '9' ? character - '0' : (character | 0x20) - 'a' + 10;
        }
    }
}
