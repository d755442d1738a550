// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

#pragma warning disable CS0824

namespace System
{
    public class Object
    {
        public extern Object();
        public virtual extern string ToString();
        public virtual extern bool Equals(object obj);
        public static extern bool Equals(object objA, object objB);
        public static extern bool ReferenceEquals(object objA, object objB);
        public virtual extern int GetHashCode();
        public extern Type GetType();
        protected extern object MemberwiseClone();
    }

    public abstract class ValueType
    {
        protected extern ValueType();
    }

    public abstract class Enum : ValueType
    {
        protected extern Enum();
    }

    public struct Void { }
    public struct Boolean { }
    public struct Double { }
    public struct Single { }
    public struct IntPtr { }
    public struct UIntPtr { }

    public struct Char
    {
        public const char MaxValue = '\xFFFF';
        public const char MinValue = '\0';
        public override extern string ToString();
    }

    public struct Byte
    {
        public const byte MaxValue = 255;
        public const byte MinValue = 0;
        public override extern string ToString();
    }

    public struct SByte
    {
        public const sbyte MaxValue = 127;
        public const sbyte MinValue = -128;
    }

    public struct Int16
    {
        public const short MaxValue = 32767;
        public const short MinValue = -32768;
    }

    public struct UInt16
    {
        public const ushort MaxValue = 65535;
        public const ushort MinValue = 0;
    }

    public struct Int32
    {
        public const int MaxValue = 2147483647;
        public const int MinValue = -2147483648;
        public override extern string ToString();
        public extern string ToString(string format);
    }

    public struct UInt32
    {
        public const uint MaxValue = 4294967295;
        public const uint MinValue = 0;
        public override extern string ToString();
    }

    public struct Int64
    {
        public const long MaxValue = 9223372036854775807;
        public const long MinValue = -9223372036854775808;
        public override extern string ToString();
        public extern string ToString(string format);
    }

    public struct UInt64
    {
        public const ulong MaxValue = 18446744073709551615;
        public const ulong MinValue = 0;
        public override extern string ToString();
    }

    public sealed class String
    {
        public static readonly string Empty;
        public extern String(char[] value);
        public extern String(char[] value, int startIndex, int length);
        public extern int Length { get; }
        [Runtime.CompilerServices.IndexerName("Chars")]
        public extern char this[int index] { get; }
        public extern char[] ToCharArray();
        public extern string Substring(int startIndex, int length);
        public extern string Substring(int startIndex);
        public extern int IndexOf(char value);
        public static extern bool Equals(string a, string b);
        public static extern bool operator ==(string a, string b);
        public static extern bool operator !=(string a, string b);
        public static extern string Concat(string str0, string str1);
        public static extern string Concat(string str0, string str1, string str2);
        public static extern string Concat(string str0, string str1, string str2, string str3);
        public static extern string Concat(params string[] values);
        public static extern bool IsNullOrEmpty(string value);
        public override extern bool Equals(object obj);
        public override extern string ToString();
    }

    public abstract class Array
    {
        protected extern Array();
        public extern int Length { get; }
        public static extern void Copy(Array sourceArray, Array destinationArray, int length);
        public static extern void Copy(Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length);
        public static extern void Clear(Array array, int index, int length);
    }

    public abstract class Delegate
    {
        protected extern Delegate();
        public override extern bool Equals(object obj);
        public static extern Delegate Combine(Delegate a, Delegate b);
        public static extern Delegate Remove(Delegate source, Delegate value);
    }

    public abstract class MulticastDelegate : Delegate
    {
        protected extern MulticastDelegate();
        public override extern bool Equals(object obj);
    }

    public interface IAsyncResult { }

    public delegate void AsyncCallback(IAsyncResult ar);

    public delegate void Action();

    public interface IDisposable
    {
        void Dispose();
    }

    public abstract class Type
    {
        protected extern Type();
        public static extern Type GetTypeFromHandle(RuntimeTypeHandle handle);
        public abstract string FullName { get; }
    }

    public struct RuntimeTypeHandle { }
    public struct RuntimeFieldHandle { }
    public struct RuntimeMethodHandle { }

    public static class BitConverter
    {
        public static extern short ToInt16(byte[] value, int index);
        public static extern int ToInt32(byte[] value, int index);
        public static extern long ToInt64(byte[] value, int index);
        public static extern ushort ToUInt16(byte[] value, int index);
        public static extern uint ToUInt32(byte[] value, int index);
        public static extern ulong ToUInt64(byte[] value, int index);
    }

    public struct DateTime
    {
        public static extern DateTime UtcNow { get; }
        public extern long Ticks { get; }
    }

    public static class Console
    {
        public static extern void WriteLine(string value);
    }

    public class Random
    {
        public extern Random();
        public virtual extern void NextBytes(byte[] buffer);
    }
}
