using MilliHttp.Nano.Board.Virtual;

return VirtualBoard.Run(args, new MyApp.App());
