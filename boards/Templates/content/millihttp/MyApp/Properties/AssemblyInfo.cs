using System.Reflection;

[assembly: AssemblyTitle("MyApp")]
[assembly: AssemblyVersion("1.0.0.0")]
