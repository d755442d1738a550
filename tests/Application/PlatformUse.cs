// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections;
using System.IO;
using System.Text;
using System.Threading;

namespace MilliHttp.Nano.TestApplication
{
    /// <summary>What an application does with the platform's packages, compiled as for a device. Each method returns what the device would.</summary>
    public static class PlatformUse
    {
        private static int s_cancelled;

        /// <summary>Writes a file, appends to it, reads it back in pieces and lists its folder.</summary>
        public static string Files(string folder)
        {
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, "a.txt");
            using (FileStream file = new FileStream(path, FileMode.Create, FileAccess.Write))
            {
                byte[] bytes = Encoding.UTF8.GetBytes("one\r\ntwo\r\n");
                file.Write(bytes, 0, bytes.Length);
            }

            using (StreamWriter writer = File.AppendText(path))
            {
                writer.WriteLine("three");
            }

            string lines = string.Empty;
            using (StreamReader reader = new StreamReader(File.OpenRead(path)))
            {
                for (string line = reader.ReadLine(); line != null; line = reader.ReadLine())
                {
                    lines += line + "/";
                }
            }

            File.Move(path, Path.Combine(folder, "b.txt"));
            foreach (string file in Directory.GetFiles(folder))
            {
                lines += file + "=" + new FileInfo(file).Length.ToString();
            }

            return lines + "," + File.Exists(path).ToString();
        }

        /// <summary>Opens a file that is not there.</summary>
        public static string MissingFile()
        {
            try
            {
                new FileStream("I:\\missing\\file.txt", FileMode.Open, FileAccess.Read).Close();
                return "opened";
            }
            catch (IOException)
            {
                return "IOException";
            }
        }

        /// <summary>Leaves the volume by a path.</summary>
        public static string Outside() => File.ReadAllText("I:\\..\\..\\..\\..\\etc\\hostname");

        /// <summary>Builds a text.</summary>
        public static string Text()
        {
            StringBuilder text = new StringBuilder();
            text.Append("temperature=").Append(21.5).Append('\u00b0').AppendLine();
            text.Insert(0, "> ", 1).Replace("temperature", "t");
            text[0] = '<';
            return text.ToString() + text.Length.ToString();
        }

        /// <summary>Puts entries into a table and walks through it.</summary>
        public static string Tables()
        {
            Hashtable table = new Hashtable();
            table.Add("a", 1);
            table["b"] = 2;
            int sum = 0;
            foreach (DictionaryEntry entry in table)
            {
                sum += (int)entry.Value;
            }

            Queue queue = new Queue();
            queue.Enqueue("first");
            queue.Enqueue("second");
            Stack stack = new Stack();
            stack.Push("low");
            stack.Push("high");
            return sum.ToString() + (table["c"] == null ? " none " : " some ") + queue.Dequeue() + " " + stack.Pop() + " " + Math.Max(7, 9).ToString();
        }

        /// <summary>Cancels what waits.</summary>
        public static string Cancellation()
        {
            CancellationTokenSource source = new CancellationTokenSource();
            source.Token.Register(Cancelled);
            Thread thread = new Thread(source.Cancel);
            thread.Start();
            bool signalled = source.Token.WaitHandle.WaitOne(5000, false);
            thread.Join();
            try
            {
                source.Token.ThrowIfCancellationRequested();
                return "not thrown";
            }
            catch (OperationCanceledException)
            {
                return signalled.ToString() + " " + s_cancelled.ToString();
            }
        }

        private static void Cancelled()
        {
            s_cancelled++;
        }
    }
}
