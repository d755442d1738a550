using System.Reflection;

[assembly: AssemblyTitle("MyApp.Board")]
[assembly: AssemblyVersion("1.0.0.0")]
