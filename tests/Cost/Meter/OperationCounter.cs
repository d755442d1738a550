// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>
    /// What the rewritten device code calls. <see cref="Total"/> grows at the head of every basic block by its number of IL instructions;
    /// <see cref="Enter"/> and <see cref="Leave"/> keep the call tree, to which the operations are attributed.
    /// </summary>
    public static class OperationCounter
    {
        /// <summary>IL operations executed since the process began.</summary>
        public static long Total;

        /// <summary>The same, weighted: Thumb-2 instructions of the interpreter, estimated instruction by instruction (<see cref="InstructionWeights"/>).</summary>
        public static long Weight;

        private static CallNode s_root = new CallNode(null, -1);
        private static CallNode s_current = s_root;
        private static int s_depth;
        private static long s_settled;

        /// <summary>The root of the call tree since <see cref="Reset"/>.</summary>
        public static CallNode Root
        {
            get
            {
                Settle();
                return s_root;
            }
        }

        /// <summary>Forgets the call tree; the total goes on.</summary>
        public static void Reset()
        {
            s_root = new CallNode(null, -1);
            s_current = s_root;
            s_depth = 0;
            s_settled = Total;
        }

        /// <summary>A method begins; what it returns is handed to <see cref="Leave"/>.</summary>
        public static int Enter(int method)
        {
            Settle();
            s_current = s_current.Child(method);
            s_current.Calls++;
            return s_depth++;
        }

        /// <summary>A method ends: back to the depth at which it was entered, past frames that an exception left behind.</summary>
        public static void Leave(int depth)
        {
            Settle();
            while (s_depth > depth && s_current.Parent != null)
            {
                s_current = s_current.Parent;
                s_depth--;
            }
        }

        /// <summary>An exception handler begins in the method entered at this depth.</summary>
        public static void Resume(int depth) => Leave(depth + 1);

        /// <summary>What runs from here on is not attributed; returns the place to come back to.</summary>
        public static CallNode Suspend()
        {
            Settle();
            CallNode place = s_current;
            s_current = new CallNode(null, -1);
            return place;
        }

        /// <summary>Attribution goes on where <see cref="Suspend"/> left it.</summary>
        public static void Continue(CallNode place)
        {
            Settle();
            s_current = place;
        }

        private static void Settle()
        {
            s_current.Self += Total - s_settled;
            s_settled = Total;
        }
    }
}
