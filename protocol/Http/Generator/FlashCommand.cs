// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.CommandLine;
using System.IO;

namespace MilliHttp.Nano.Http.Generator
{
    /// <summary>The command <c>flash FOLDER --out FILE.cs</c>: a folder of files as a class to compile in.</summary>
    internal static class FlashCommand
    {
        private const int Wrong = 2;

        /// <summary>Runs it.</summary>
        /// <param name="arguments">What stands after <c>flash</c>.</param>
        /// <returns>The exit code.</returns>
        public static int Run(string[] arguments)
        {
            Argument<string> folder = new Argument<string>("folder") { Description = "folder of the files, index.html in it" };
            Option<string> file = new Option<string>("--out") { Description = "C# file to write", Required = true };
            Option<string> type = new Option<string>("--class") { Description = "name of the class", DefaultValueFactory = _ => "SiteFiles" };
            Option<string> space = new Option<string>("--namespace") { Description = "namespace of the class", DefaultValueFactory = _ => "MyApp" };
            RootCommand root = new RootCommand("Writes a folder of files as a class that an application compiles in.") { folder, file, type, space };
            root.SetAction(result => Write(result.GetValue(folder), result.GetValue(file), result.GetValue(type), result.GetValue(space)));
            ParseResult parsed = root.Parse(arguments);
            if (parsed.Errors.Count > 0)
            {
                Console.Error.WriteLine("error: " + parsed.Errors[0].Message + " (flash --help lists the options)");
                return Wrong;
            }

            return parsed.Invoke();
        }

        private static int Write(string folder, string file, string type, string space)
        {
            string code = FolderWriter.TryWrite(folder, space, type, out string wrong);
            if (code == null)
            {
                Console.Error.WriteLine("error: " + wrong);
                return Wrong;
            }

            // A file that somebody wrote is not overwritten.
            if (File.Exists(file) && !File.ReadAllText(file).StartsWith("// Written by the generator", StringComparison.Ordinal))
            {
                Console.Error.WriteLine("error: '" + file + "' was not written by this command and is left alone; name another file with --out");
                return Wrong;
            }

            try
            {
                File.WriteAllText(file, code);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine("error: '" + file + "' cannot be written: " + exception.Message);
                return Wrong;
            }

            Console.WriteLine(file);
            return 0;
        }
    }
}
