#!/usr/bin/env bash
# Runs the whole firmware image on the device's interpreter, with sockets on 127.0.0.1, and lets real clients fetch from it: curl and wrk over HTTPS/1.1,
# gtlsclient and Chromium over HTTP/3. Figures of time and memory are printed.
#   NANOCLR, NANOMDP, NANOPLATFORM  as for tests/device.sh; the interpreter must have sockets
#   bash tests/interpreter.sh [BOARD [HEAP [pressed]]]      default: Interpreter in 100,000 bytes, then InterpreterTight in 86,532, the heap of a plain ESP32,
#                                                           InterpreterBrowser in 100,000 and InterpreterLarge in 800,000,
#                                                           then InterpreterOnDemand in 75,000, which is too few for all clients: pressed
# The heap is asked for by NANOCLR_HEAP in the environment of the interpreter; one that does not know it has as much as it has. NANOCLR_TRACE=1, which is set
# as well, lets it print what the loader took for each assembly, NANOCLR_OOM=1 each allocation that failed: "no memory for N blocks of type T".
# Ends with "interpreter: N passed, N failed, N skipped". Without interpreter or platform files it is skipped with one line.
set -u
cd "$(dirname "$0")/.." || exit 1
if [ -z "${NANOCLR:-}" ] || [ -z "${NANOPLATFORM:-}" ] || [ ! -f "$NANOPLATFORM/System.Net.pe" ]; then
    echo "interpreter: skipped, no interpreter with sockets (set NANOCLR, NANOMDP and NANOPLATFORM)"
    exit 0
fi

port=8443
passed=0 failed=0 skipped=0 server=""
out=$(mktemp -d)
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null
        wait "$server" 2>/dev/null
        server=""
    fi
}
trap 'stop; rm -rf "$out"' EXIT
check() { # name, condition's exit status, remark
    if [ "$2" = 0 ]; then passed=$((passed + 1)); echo "passed $1${3:+: $3}"; else failed=$((failed + 1)); echo "failed $1${3:+: $3}"; fi
}
skip() { # number of checks, what is not installed
    skipped=$((skipped + $1)); echo "skipped $2: not installed"
}
start() { # folder of the image, log
    ( cd "$1" && NANOCLR_TRACE=1 NANOCLR_OOM=1 exec $NANOCLR $(cat files.txt) ) >"$2" 2>&1 &
    server=$!
    for _ in $(seq 600); do
        grep -aq "listening on port" "$2" && return 0
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 5 "$2"
    return 1
}
get3() { # folder, path or paths; further options of the client before them
    local to=$1
    shift
    rm -rf "$to"; mkdir "$to"
    timeout 60 gtlsclient -q --no-quic-dump --no-http-dump --exit-on-all-streams-close --download="$to" "$@" >/dev/null 2>&1
}
# Whether there was room for all but arrays (type 19), which the platform refuses cleanly: in place of a frame or an object a call was left out. Else shows what.
room() { ! grep -a "no memory for" "$out/run.log" | grep -avE "of type 19[^0-9]" | sort | uniq -c | head -n 5 | grep .; }
milliseconds() { echo $((($(date +%s%N) - $1) / 1000000)); }

# How many connections of a kind are in a state, or in any: http/1.1 or h3, state.
slots() { grep -o "\"kind\":\"$1\",\"state\":\"${2:-[a-z]*}\"" "$out/slots" | wc -l; }
look() { curl -sk --max-time 10 -o "$out/slots" "https://127.0.0.1:$port/status.json"; }

# As many clients as there are HTTP/3 connections are killed in the middle of a download, of which so many got in, and as many new ones, four at most, come at
# once: those that are gone have to give way.
abandoned() { # how many
    local i pids="" begun
    for i in $(seq $h3); do
        rm -rf "$out/at$i"; mkdir "$out/at$i"
        gtlsclient -q --no-quic-dump --no-http-dump --download="$out/at$i" 127.0.0.1 $port "https://localhost:$port/bytes/100000000" >/dev/null 2>&1 &
        pids="$pids $!"
    done
    for _ in $(seq 200); do
        [ "$(curl -sk --max-time 10 "https://127.0.0.1:$port/status.json" | grep -o '"h3","state":"active"' | wc -l)" = "$1" ] && break
        sleep 0.1
    done
    kill -9 $pids 2>/dev/null
    wait $pids 2>/dev/null
    begun=$(date +%s%N)
    pids=""
    for i in $(seq $fresh); do
        get3 "$out/new$i" 127.0.0.1 $port "https://localhost:$port/bytes/100" &
        pids="$pids $!"
    done
    wait $pids
    took=$(milliseconds $begun)
    fetched=0
    for i in $(seq $fresh); do [ "$(stat -c %s "$out/new$i/100" 2>/dev/null)" = 100 ] && fetched=$((fetched + 1)); done
}

# One client comes while all other connections download.
beside() {
    local i pids="" begun
    for i in $(seq $((h3 - 1))); do
        rm -rf "$out/at$i"; mkdir "$out/at$i"
        gtlsclient -q --no-quic-dump --no-http-dump --download="$out/at$i" 127.0.0.1 $port "https://localhost:$port/bytes/100000000" >/dev/null 2>&1 &
        pids="$pids $!"
    done
    sleep 3
    begun=$(date +%s%N)
    get3 "$out/dl" 127.0.0.1 $port "https://localhost:$port/bytes/100"
    took=$(milliseconds $begun)
    kill $pids 2>/dev/null
    wait $pids 2>/dev/null
}

# The target load: a client for each HTTP/3 connection, four at a time, some of them in handshake at once, beside one over HTTPS/1.1, which looks at the status all the time. A
# client that has what it wanted stays connected until all have.
load() {
    local i urls="" tcp pids="" slots begun

    # Clients that are gone without a word, since their farewell was lost, keep their slots until their idle timeout.
    for _ in $(seq 45); do
        [ "$(curl -sk --max-time 10 "https://127.0.0.1:$port/status.json" | grep -o '"h3","state":"free"' | wc -l)" = $h3 ] && break
        sleep 1
    done
    begun=$(date +%s%N)
    for i in $(seq 2000); do urls="$urls https://127.0.0.1:$port/status.json"; done
    curl -sk --max-time 90 -w '\n%{num_connects}\n' $urls >"$out/status" 2>/dev/null &
    tcp=$!
    for _ in $(seq 100); do [ -s "$out/status" ] && break; sleep 0.1; done
    for i in $(seq $h3); do
        rm -rf "$out/at$i"; mkdir "$out/at$i"
        gtlsclient -q --no-quic-dump --no-http-dump --download="$out/at$i" 127.0.0.1 $port "https://localhost:$port/bytes/100000" >/dev/null 2>&1 &
        pids="$pids $!"
        # Four at once: a device needs longer for the handshakes of more than clients are willing to wait.
        for _ in $(seq 100); do
            [ $((i % 4)) = 0 ] && [ "$(tail -n 2 "$out/status" | grep -oE '"h3","state":"(idle|active)"' | wc -l)" -lt $i ] || break
            sleep 0.1
        done
    done
    for _ in $(seq 600); do
        fetched=0
        for i in $(seq $h3); do [ "$(stat -c %s "$out/at$i/100000" 2>/dev/null)" = 100000 ] && fetched=$((fetched + 1)); done
        [ $fetched = $h3 ] && break
        sleep 0.1
    done
    took=$(milliseconds $begun)
    sleep 1
    kill $pids 2>/dev/null
    wait $pids 2>/dev/null
    kill $tcp 2>/dev/null
    wait $tcp 2>/dev/null
    connects=$(grep -cx 1 "$out/status")
    slots=$(grep '^{.*}$' "$out/status" | awk '
        { h = gsub(/"h3","state":"handshake"/, "&"); e = gsub(/"h3","state":"(idle|active)"/, "&"); if (h > mh) mh = h; if (e > me) me = e }
        END { print NR + 0, mh + 0, me + 0 }')
    read -r looks handshakes established <<<"$slots"
}

# Downloads that hardly move take all TCP connections but one, and the last one is there for others as if it were alone.
beside_tcp() {
    local i pids=""
    for i in $(seq $((tcp - 1))); do
        curl -sk --max-time 90 --limit-rate 1000 -o /dev/null "https://127.0.0.1:$port/bytes/1000000" &
        pids="$pids $!"
    done
    for _ in $(seq 50); do
        look
        [ "$(slots http/1.1 active)" = $tcp ] && break
        sleep 0.2
    done
    active=$(slots http/1.1 active)
    before=$(grep -o '"tcpGaveWay":[0-9]*' "$out/slots")
    codes=$(for i in $(seq 10); do curl -sk --max-time 10 -o /dev/null -w '%{http_code}\n' "https://127.0.0.1:$port/bytes/100"; done | grep -c 200)
    look
    [ "$before" = "$(grep -o '"tcpGaveWay":[0-9]*' "$out/slots")" ]
    stayed=$?
    kill $pids
    wait $pids 2>/dev/null
}

# All checks of one board: name, heap in bytes or nothing.
board() {
    local name=$1 heap=$2 times urls i begun codes one many rate spki rest least
    if [ -n "$heap" ]; then export NANOCLR_HEAP=$heap; fi
    echo "--- $name${heap:+, heap of $heap bytes}"

    # The watched image first: what lies in artifacts at the end is the one without.
    if CustomBeforeMicrosoftCommonTargets="$PWD/tests/Device/Watch/watch.targets" bash boards/image.sh "$name" >"$out/build.log" 2>&1; then
        rm -rf "$out/watched"; cp -r "artifacts/$name" "$out/watched"
    fi
    if ! bash boards/image.sh "$name" >"$out/build.log" 2>&1 || [ ! -d "$out/watched" ]; then
        tail -n 20 "$out/build.log"
        failed=$((failed + 1))
        return
    fi
    tail -n 1 "$out/build.log"

    if ! start "artifacts/$name" "$out/run.log"; then
        check "$name boots and listens" 1
        stop
        return
    fi
    check "$name boots and listens" 0
    grep -a "memory:" "$out/run.log"
    if command -v curl >/dev/null; then
        look
        tcp=$(slots http/1.1) h3=$(slots h3)
        fresh=$((h3 < 4 ? h3 : 4))
        echo "$tcp connections over TCP, $h3 over UDP"
    fi
    sed -nE 's/.*Assembly: (MilliHttp[A-Za-z0-9.]*) \([0-9.]*\) *\(([0-9]+) RAM.*/loader: \1 \2 bytes/p' "$out/run.log"

    if command -v curl >/dev/null; then
        # What /bytes/N must be is asked from the server once, and then compared between protocols and with its length.
        curl -sk --max-time 60 -o "$out/bytes1" "https://127.0.0.1:$port/bytes/100000"
        [ "$(stat -c %s "$out/bytes1" 2>/dev/null)" = 100000 ]
        check "curl fetches 100,000 bytes" $?
        times=$(curl -sk --max-time 60 -o "$out/page" -w '%{http_code} %{time_connect} %{time_appconnect} %{time_pretransfer} %{time_starttransfer}' "https://127.0.0.1:$port/")
        [ "${times%% *}" = 200 ] && [ -s "$out/page" ]
        check "curl fetches the page" $? "$(awk '{ printf "handshake %d ms, to the first byte of the page %d ms", ($3 - $2) * 1000, ($5 - $4) * 1000 }' <<<"$times")"
        urls=""
        for i in $(seq 100); do urls="$urls -o /dev/null https://127.0.0.1:$port/bytes/100"; done
        begun=$(date +%s%N)
        codes=$(curl -sk --max-time 120 -w '%{http_code}\n' $urls | grep -c 200)
        [ "$codes" = 100 ]
        check "curl fetches 100 times over one connection" $? "GET over HTTPS/1.1 $(($(milliseconds $begun) / 100)) ms"
    else
        skip 3 curl
    fi
    if command -v wrk >/dev/null; then
        wrk -t1 -c1 -d5s --timeout 10s "https://127.0.0.1:$port/bytes/100" >"$out/wrk" 2>&1
        rate=$(sed -nE 's/^Requests\/sec: *([0-9.]+)/\1/p' "$out/wrk")
        [ -n "$rate" ] && [ "${rate%.*}" -gt 0 ] && ! grep -q -E "Non-2xx|Socket errors" "$out/wrk"
        check "wrk over one connection for five seconds" $? "$rate requests a second"
    else
        skip 1 wrk
    fi

    if command -v gtlsclient >/dev/null && command -v curl >/dev/null; then
        for cipher in AES-128-GCM CHACHA20-POLY1305; do
            for group in X25519 SECP256R1; do
                begun=$(date +%s%N)
                get3 "$out/dl" --ciphers="NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+$cipher" --groups="-GROUP-ALL:+GROUP-$group" \
                    127.0.0.1 $port "https://localhost:$port/bytes/100"
                [ "$(stat -c %s "$out/dl/100" 2>/dev/null)" = 100 ]
                check "gtlsclient, $cipher, $group" $? "handshake and GET $(milliseconds $begun) ms"
            done
        done
        urls=""
        for i in $(seq 100 120); do urls="$urls https://localhost:$port/bytes/$i"; done
        begun=$(date +%s%N); get3 "$out/dl" 127.0.0.1 $port "https://localhost:$port/bytes/100"; one=$(milliseconds $begun)
        begun=$(date +%s%N); get3 "$out/dl" 127.0.0.1 $port $urls; many=$(milliseconds $begun)
        [ "$(ls "$out/dl" | wc -l)" = 21 ]
        check "gtlsclient fetches 21 times over one connection" $? "GET over HTTP/3 $(((many - one) / 20)) ms, handshake $((one - (many - one) / 20)) ms with the client's start and end"
        get3 "$out/dl" --rx-loss=0.1 --tx-loss=0.1 127.0.0.1 $port "https://localhost:$port/bytes/100000"
        cmp -s "$out/dl/100000" "$out/bytes1"
        check "gtlsclient fetches the same 100,000 bytes with a tenth of the datagrams lost" $?
    else
        skip 6 gtlsclient
    fi

    if command -v chromium >/dev/null && command -v openssl >/dev/null; then
        spki=$(openssl s_client -connect 127.0.0.1:$port -servername localhost </dev/null 2>/dev/null | openssl x509 -pubkey -noout 2>/dev/null \
            | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | base64)
        begun=$(date +%s%N)
        rm -rf "$out/chromium"
        timeout 90 chromium --headless=new --no-sandbox --disable-gpu --user-data-dir="$out/chromium" --host-resolver-rules="MAP localhost 127.0.0.1" \
            --origin-to-force-quic-on=localhost:$port --ignore-certificate-errors-spki-list="$spki" --dump-dom "https://localhost:$port/status.json" >"$out/dom" 2>/dev/null
        grep -q '"protocol":"h3"' "$out/dom"
        check "Chromium shows the status over HTTP/3, which it is forced to" $? "$(milliseconds $begun) ms, the browser's start included"
    else
        skip 1 Chromium
    fi

    if command -v gtlsclient >/dev/null && command -v curl >/dev/null; then
        beside
        [ "$(stat -c %s "$out/dl/100" 2>/dev/null)" = 100 ]
        check "one HTTP/3 client while $((h3 - 1)) others download" $? "handshake and GET $took ms"
        for i in 1 2 3; do
            abandoned $h3
            [ $fetched = $fresh ]
            check "$fresh HTTP/3 clients after $h3 were killed in a download" $? "$fetched of $fresh in $took ms"
        done
        load
        [ $fetched = $h3 ]
        check "$h3 HTTP/3 clients at once beside one over HTTPS/1.1" $? "$fetched of $h3 fetched 100,000 bytes in $took ms"
        [ $handshakes -ge 2 ] && [ $established = $h3 ]
        check "two of them or more were in handshake at a time, and $h3 connected" $? "the status, looked at $looks times, showed at most $handshakes and $established"
        [ $looks -gt 10 ] && [ $connects = 1 ]
        check "the one over HTTPS/1.1" $? "$looks requests over $connects connection"
    else
        skip 7 gtlsclient
    fi

    if [ "${tcp:-1}" -gt 1 ]; then
        beside_tcp
        [ $active = $tcp ] && [ $codes = 10 ] && [ $stayed = 0 ]
        check "$((tcp - 1)) downloads that stand still keep nobody from the last TCP connection, and nobody closes for anybody" $? "$active active, $codes of 10 served"
    fi

    kill -0 $server 2>/dev/null
    check "the firmware still runs" $?
    if command -v curl >/dev/null; then
        curl -sk --max-time 60 -o "$out/last" "https://127.0.0.1:$port/status.json"
        grep -q '"faults":0}' "$out/last" && grep -q '"refusedOutOfMemory":0' "$out/last"
        check "no turn has failed, and nobody was refused for want of memory" $?
    else
        skip 1 curl
    fi
    room
    check "the heap had room for every call" $?
    [ $failed = 0 ] || grep -a -v -E "^ |^Loaded" "$out/run.log" | tail -n 10
    rest=$(sed -nE 's/.*memory: ([0-9]+) bytes free at boot, .* ([0-9]+) left.*/\1 \2/p' "$out/run.log")
    stop

    # With less than it needs it says so, and how much that is: what it takes, what stays free for the frames of calls, and sockets.
    if [ -n "$heap" ]; then
        NANOCLR_HEAP=$((heap - ${rest#* } + 4000)) timeout 60 bash -c 'cd "$1" && exec $NANOCLR $(cat files.txt)' - "artifacts/$name" >"$out/small.log" 2>&1
        needed=$(sed -nE 's/.*memory: [0-9]+ bytes free at boot, ([0-9]+) needed.*/\1/p' "$out/small.log")
        taken=$(sed -nE 's/.*memory: .* ([0-9]+) taken by the server.*/\1/p' "$out/run.log")
        spare=$((needed - 6144 - 3072 - 1440 - taken))
        [ -n "$needed" ] && [ $spare -ge 0 ] && [ $spare -le $((taken / 100)) ]
        check "a heap too small is refused at boot" $? "${needed:-?} bytes needed, $taken taken"
    fi

    # The same load on the watched image, which collects all the time: what is free then is what does not live. Where there are megabytes nobody asks.
    if [ "${heap:-0}" -gt 200000 ]; then
        return
    fi
    if command -v gtlsclient >/dev/null && command -v curl >/dev/null; then
        # The watch needs a stack of its own; what is compared is how much less is free under load than at rest.
        if NANOCLR_HEAP=${heap:+$((heap + 8000))} start "$out/watched" "$out/watch.log"; then
            sleep 3
            curl -sk --max-time 60 -o /dev/null "https://127.0.0.1:$port/"
            sleep 2
            times=$(grep -a "^watch:" "$out/watch.log" | tail -n 1 | cut -d' ' -f2)
            # Watching takes its time: a client that gave up gets another chance.
            for i in 1 2 3; do
                load
                [ $fetched = $h3 ] && [ $handshakes -ge 2 ] && [ $established = $h3 ] && break
            done
            sleep 1
            least=$(grep -a "^watch:" "$out/watch.log" | tail -n 1 | tr -d '\r' | cut -d' ' -f3)
            [ $fetched = $h3 ] && [ $handshakes -ge 2 ] && [ $established = $h3 ] && [ -n "$least" ]
            check "the load on the watched image" $? "$fetched of $h3; at most $handshakes in handshake, $established connected"
            # The watch itself takes the same at rest and under load.
            least=$((${rest#* } - times + least))
            echo "heap: ${rest% *} bytes free at boot, ${rest#* } at rest, $least at the peak of 1 HTTPS/1.1 + $h3 HTTP/3${heap:+; live at the peak: $((heap - least)) of $heap}"
        else
            check "the watched image boots" 1
        fi
        stop
    else
        skip 1 gtlsclient
    fi
}

# The OnDemand policy in a heap too small for all clients: who cannot be served is refused, and nothing breaks.
pressed() {
    local name=$1 refused i
    export NANOCLR_HEAP=$2
    echo "--- $name, heap of $2 bytes"
    if ! command -v gtlsclient >/dev/null || ! command -v curl >/dev/null; then
        skip 4 gtlsclient
        return
    fi
    if ! bash boards/image.sh "$name" >"$out/build.log" 2>&1 || ! start "artifacts/$name" "$out/run.log"; then
        check "$name boots and listens" 1
        stop
        return
    fi
    grep -a "memory:" "$out/run.log"
    h3=4 fresh=4
    for i in 1 2 3; do
        abandoned 2
        echo "$fetched of 4 clients served at once"
    done
    for i in $(seq 60); do
        curl -sk --max-time 10 "https://127.0.0.1:$port/status.json" >"$out/last"
        [ "$(grep -o '"h3","state":"free"' "$out/last" | wc -l)" = 4 ] && break
        sleep 1
    done
    refused=$(grep -oE '"(refusedOutOfMemory|tcpRefused)":[0-9]+' "$out/last" | awk -F: '{ n += $2 } END { print n + 0 }')
    [ "$refused" -gt 0 ] && grep -q '"faults":0}' "$out/last"
    check "clients without memory are refused" $? "$refused times"
    room
    check "only arrays found no room" $? "$(grep -ac "no memory for" "$out/run.log") times"
    get3 "$out/dl" 127.0.0.1 $port "https://localhost:$port/bytes/100000"
    [ "$(stat -c %s "$out/dl/100000" 2>/dev/null)" = 100000 ]
    check "and one client is served when they are gone" $?
    kill -0 $server 2>/dev/null
    check "the firmware still runs" $?
    stop
}

if [ "${3:-}" = pressed ]; then
    pressed "$1" "$2"
elif [ $# -gt 0 ]; then
    board "$1" "${2:-${NANOCLR_HEAP:-}}"
else
    board Interpreter 100000
    board InterpreterTight 86532
    board InterpreterBrowser 100000
    board InterpreterLarge 800000
    pressed InterpreterOnDemand 75000
fi
echo "interpreter: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
