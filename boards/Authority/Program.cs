// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MilliHttp.Nano.Board.Authority
{
    /// <summary>The command line of the local authority.</summary>
    internal static class Program
    {
        private const int Wrong = 1;
        private const int DefaultDays = 397;

        private static readonly Option<string> s_authority = new Option<string>("--authority")
        {
            Description = "folder of the authority's key and certificate",
            DefaultValueFactory = _ => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".millihttp-authority"),
        };

        private static readonly Option<int> s_days = new Option<int>("--days") { Description = "days that a certificate is valid", DefaultValueFactory = _ => DefaultDays };

        private static int Main(string[] arguments)
        {
            RootCommand root = new RootCommand("A certificate authority for your own devices, good for local names only.") { Create(), Show(), Sign(), Issue(), Renew() };
            return root.Parse(arguments).Invoke();
        }

        private static Command Create()
        {
            Option<string> name = new Option<string>("--name") { Description = "name in the lists of trusted authorities", DefaultValueFactory = _ => "Local devices of " + Environment.MachineName };
            Option<string[]> permit = new Option<string[]>("--permit") { Description = "a further domain whose names it may certify; repeatable" };
            Option<int> years = new Option<int>("--years") { Description = "years that it is valid", DefaultValueFactory = _ => 10 };
            Command command = new Command("create", "Makes an authority.") { s_authority, name, permit, years };
            command.SetAction(result => Guard(() =>
            {
                NameConstraints constraints = NameConstraints.Local(result.GetValue(permit) ?? Array.Empty<string>());
                LocalAuthority authority = LocalAuthority.Create(result.GetValue(s_authority), result.GetValue(name), constraints, result.GetValue(years));
                Print(authority, result.GetValue(s_authority));
                return 0;
            }));
            return command;
        }

        private static Command Show()
        {
            Command command = new Command("show", "Says what the authority may certify, and its fingerprint.") { s_authority };
            command.SetAction(result => Guard(() =>
            {
                Print(LocalAuthority.Open(result.GetValue(s_authority)), result.GetValue(s_authority));
                return 0;
            }));
            return command;
        }

        private static Command Sign()
        {
            Argument<string> request = new Argument<string>("request") { Description = "file with the device's certificate request" };
            Option<string> output = new Option<string>("--out") { Description = "file for the certificate; without it, standard output" };
            Command command = new Command("sign", "Signs a certificate request in a file.") { request, s_authority, s_days, output };
            command.SetAction(result => Guard(() =>
            {
                string path = result.GetValue(request);
                if (!File.Exists(path))
                {
                    throw new UserException("there is no file '" + path + "'; get one with: curl https://DEVICE/certificate/request");
                }

                string pem = LocalAuthority.Open(result.GetValue(s_authority)).Sign(File.ReadAllBytes(path), result.GetValue(s_days)).ExportCertificatePem() + "\n";
                string target = result.GetValue(output);
                if (target == null)
                {
                    Console.Write(pem);
                    return 0;
                }

                if (File.Exists(target))
                {
                    throw new UserException("'" + target + "' exists; name another file with --out");
                }

                File.WriteAllText(target, pem);
                return 0;
            }));
            return command;
        }

        private static Command Issue()
        {
            Argument<string> url = new Argument<string>("url") { Description = "the device, for example https://lamp.local/" };
            Option<string> token = new Option<string>("--token") { Description = "the bearer token of its owner", Required = true };
            Option<string> pin = new Option<string>("--pin") { Description = "SPKI SHA-256 that the device prints at boot; needed the first time" };
            Command command = new Command("issue", "Fetches a device's request, signs it and gives the certificate back.") { url, token, pin, s_authority, s_days };
            command.SetAction(result => Guard(() =>
            {
                LocalAuthority authority = LocalAuthority.Open(result.GetValue(s_authority));
                Console.WriteLine(Issue(authority, result.GetValue(url), result.GetValue(token), result.GetValue(pin), result.GetValue(s_days), int.MaxValue));
                return 0;
            }));
            return command;
        }

        private static Command Renew()
        {
            Argument<string> list = new Argument<string>("list") { Description = "file with a device a line: its address, its token, and its pin if it has no certificate of the authority yet" };
            Option<int> left = new Option<int>("--left") { Description = "renew what ends within so many days", DefaultValueFactory = _ => 30 };
            Command command = new Command("renew", "Renews the certificates of a list of devices.") { list, left, s_authority, s_days };
            command.SetAction(result => Guard(() =>
            {
                LocalAuthority authority = LocalAuthority.Open(result.GetValue(s_authority));
                string path = result.GetValue(list);
                if (!File.Exists(path))
                {
                    throw new UserException("there is no list '" + path + "'; write one with a device a line: https://lamp.local/ TOKEN");
                }

                int failed = 0;
                foreach (string line in File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
                {
                    string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    failed += Guard(() =>
                    {
                        if (words.Length < 2 || words.Length > 3)
                        {
                            throw new UserException("'" + words[0] + "': a line has the address, the token and perhaps the pin");
                        }

                        Console.WriteLine(Issue(authority, words[0], words[1], words.Length == 3 ? words[2] : null, result.GetValue(s_days), result.GetValue(left)));
                        return 0;
                    }) == 0 ? 0 : 1;
                }

                return failed == 0 ? 0 : Wrong;
            }));
            return command;
        }

        private static string Issue(LocalAuthority authority, string url, string token, string pin, int days, int left)
        {
            using Device device = new Device(url, token, pin, authority.Certificate);
            byte[] request = device.Request();
            bool isOurs = device.Shown.IssuerName.RawData.AsSpan().SequenceEqual(authority.Certificate.SubjectName.RawData);
            if (isOurs && device.Shown.NotAfter > DateTime.Now.AddDays(Math.Min(left, 36500)))
            {
                return url + ": valid until " + device.Shown.NotAfter.ToString("yyyy-MM-dd") + ", left as it is";
            }

            X509Certificate2 certificate = authority.Sign(request, days);
            device.Put(certificate);
            return url + ": a certificate until " + certificate.NotAfter.ToString("yyyy-MM-dd");
        }

        private static void Print(LocalAuthority authority, string folder)
        {
            Console.WriteLine("certificate  " + Path.Combine(folder, "authority.crt") + "   give this to the systems that shall trust it");
            Console.WriteLine("key          " + Path.Combine(folder, "authority.key") + "   keep this to yourself");
            Console.WriteLine("may certify  " + (authority.Constraints == null ? "every name" : authority.Constraints.ToString()));
            Console.WriteLine("valid until  " + authority.Certificate.NotAfter.ToString("yyyy-MM-dd"));
            Console.WriteLine("SHA-256      " + Convert.ToHexString(SHA256.HashData(authority.Certificate.RawData)));
        }

        private static int Guard(Func<int> action)
        {
            try
            {
                return action();
            }
            catch (UserException exception)
            {
                Console.Error.WriteLine("error: " + exception.Message);
                return Wrong;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine("error: " + exception.Message.Split('\n')[0]);
                return Wrong;
            }
        }
    }
}
