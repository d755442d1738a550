#!/usr/bin/env python3
# Copyright (c) 2026 The MilliHttp.Nano developers.
# Licensed under the MIT license.
"""Writes protocol/Http3/Qpack/HuffmanTable.cs: the code of RFC 7541 Appendix B, which is canonical, so that the symbols in
order of (code length, value) and the number of symbols of each length are all there is to know."""
import os

GROUPS = {
    5: "0 1 2 a c e i o s t",
    6: "SP % - . / 3 4 5 6 7 8 9 = A _ b d f g h l m n p r u",
    7: ": B C D E F G H I J K L M N O P Q R S T U V W Y j k q v w x y z",
    8: "& * , ; X Z",
    10: '! " ( ) ?',
    11: "' + |",
    12: "# >",
    13: "#0 $ @ [ ] ~",
    14: "^ }",
    15: "< ` {",
    19: "\\ #195 #208",
    20: "#128 #130 #131 #162 #184 #194 #224 #226",
    21: "#153 #161 #167 #172 #176 #177 #179 #209 #216 #217 #227 #229 #230",
    22: "#129 #132 #133 #134 #136 #146 #154 #156 #160 #163 #164 #169 #170 #173 #178 #181 #185 #186 #187 #189 #190 #196 #198 #228 #232 #233",
    23: "#1 #135 #137 #138 #139 #140 #141 #143 #147 #149 #150 #151 #152 #155 #157 #158 #165 #166 #168 #174 #175 #180 #182 #183 #188 #191 #197 #231 #239",
    24: "#9 #142 #144 #145 #148 #159 #171 #206 #215 #225 #236 #237",
    25: "#199 #207 #234 #235",
    26: "#192 #193 #200 #201 #202 #205 #210 #213 #218 #219 #238 #240 #242 #243 #255",
    27: "#203 #204 #211 #212 #214 #221 #222 #223 #241 #244 #245 #246 #247 #248 #250 #251 #252 #253 #254",
    28: "#2 #3 #4 #5 #6 #7 #8 #11 #12 #14 #15 #16 #17 #18 #19 #20 #21 #23 #24 #25 #26 #27 #28 #29 #30 #31 #127 #220 #249",
    30: "#10 #13 #22 #256",
}


def symbol(text):
    if text == "SP":
        return 32
    if len(text) > 1:
        return int(text[1:])
    return ord(text)


symbols, lengths = [], {}
for length, text in sorted(GROUPS.items()):
    group = [symbol(t) for t in text.split()]
    assert group == sorted(group)
    symbols += group
    for s in group:
        lengths[s] = length
assert sorted(symbols) == list(range(257))
codes, code, previous = {}, 0, 5
for s in symbols:
    code <<= lengths[s] - previous
    previous = lengths[s]
    codes[s] = code
    code += 1
assert code == 1 << 30

out = []
emit = out.append
emit("// Copyright (c) 2026 The MilliHttp.Nano developers.")
emit("// Licensed under the MIT license.")
emit("// Written by tests/Tools/huffman_tables.py.")
emit("")
emit("namespace MilliHttp.Nano.Http3")
emit("{")
emit("    /// <summary>The Huffman code of RFC 7541 Appendix B as immediates: flash, no RAM.</summary>")
emit("    internal static class HuffmanTable")
emit("    {")
emit("        /// <summary>Eight symbols in order of code length and value, the first in the lowest byte. EOS is left out.</summary>")
emit("        /// <param name=\"index\">0 to 31: symbols 8 x index to 8 x index + 7.</param>")
emit("        internal static ulong Symbols(int index)")
emit("        {")
emit("            switch (index)")
emit("            {")
octets = [s for s in symbols if s != 256] + [0] * 8
for w in range(32):
    value = sum(octets[8 * w + i] << (8 * i) for i in range(8))
    emit("                case %d: return 0x%016XUL;" % (w, value))
emit("                default: return 0;")
emit("            }")
emit("        }")
emit("")
emit("        /// <summary>Code and length of a printable ASCII character (the code is at most 19 bits long).</summary>")
emit("        /// <param name=\"symbol\">0x20 to 0x7E.</param>")
emit("        /// <returns>The code shifted left by 5, plus its length in bits; 0 for any other symbol.</returns>")
emit("        internal static int Code(int symbol)")
emit("        {")
emit("            switch (symbol - 0x20)")
emit("            {")
for s in range(0x20, 0x7F):
    emit("                case %d: return 0x%X;" % (s - 0x20, codes[s] << 5 | lengths[s]))
emit("                default: return 0;")
emit("            }")
emit("        }")
emit("    }")
emit("}")
root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
with open(os.path.join(root, "protocol", "Http3", "Qpack", "HuffmanTable.cs"), "w", newline="\n") as f:
    f.write("\n".join(out) + "\n")

# What Huffman.Decode compares with: for each length the first code above it and what turns a code into an index.
index = 0
for length, text in sorted(GROUPS.items()):
    n = len(text.split())
    first = codes[symbols[index]]
    print("%2d: below 0x%09X, index = code %+d" % (length, (first + n) << (32 - length), index - first))
    index += n
