#!/usr/bin/env bash
# Runs the firmware image on the device's interpreter over lwIP, the network stack that boards have, with the options that boards give it: small send buffers,
# few sockets, a mailbox for few datagrams. Real clients fetch from it through a TAP device in a network namespace of its own.
#   NANOLWIP_CHIBIOS, NANOLWIP_ESP32  interpreters with lwIP and the options of these boards (arguments allowed), called with the .pe files in order; either will do
#   NANOCLR                           the same interpreter with the desktop's sockets, to compare times with
#   NANOMDP, NANOPLATFORM             as for tests/device.sh
#   BOARDS                            boards and their heaps, in place of "Interpreter:100000 InterpreterTight:86532"
#   bash tests/lwip.sh [times|load|mailbox|loss|abuse|link]...      default: all
# What is expected of an interpreter with lwIP: it takes the TAP device that PRECONFIGURED_TAPIF names and the address 10.77.0.2/24; NANOCLR_LOSS is the share of
# frames, in percent, that it loses in each direction; while the file exists that NF_LINK_FILE names, its link is down, and a first line of that file is its
# address from then on; NANOCLR_LWIP_STATS=1 lets it print "lwip: N datagrams lost in the mailbox".
# Ends with "lwip: N passed, N failed, N skipped". Without interpreter, platform files or the right to make namespaces it is skipped with one line.
set -u
cd "$(dirname "$0")/.." || exit 1
if { [ -z "${NANOLWIP_CHIBIOS:-}" ] && [ -z "${NANOLWIP_ESP32:-}" ]; } || [ -z "${NANOPLATFORM:-}" ] || [ ! -f "$NANOPLATFORM/System.Net.pe" ]; then
    echo "lwip: skipped, no interpreter with lwIP (set NANOLWIP_CHIBIOS or NANOLWIP_ESP32, NANOMDP and NANOPLATFORM)"
    exit 0
fi
ns=millihttp$$
if ! ip netns add $ns 2>/dev/null; then
    echo "lwip: skipped, not allowed to make a network namespace (be root, with iproute2 installed)"
    exit 0
fi

port=8443 device=10.77.0.2
passed=0 failed=0 skipped=0 server=""
out=$(mktemp -d)
inside() { ip netns exec $ns "$@"; }
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null
        wait "$server" 2>/dev/null
        server=""
    fi
}
trap 'stop; ip netns pids $ns | xargs -r kill 2>/dev/null; ip netns del $ns; rm -rf "$out"' EXIT
inside ip tuntap add tap0 mode tap && inside ip addr add 10.77.0.1/24 dev tap0 && inside ip link set tap0 up && inside ip link set lo up || exit 1

check() { # name, condition's exit status, remark
    if [ "$2" = 0 ]; then passed=$((passed + 1)); echo "passed $1${3:+: $3}"; else failed=$((failed + 1)); echo "failed $1${3:+: $3}"; fi
}
skip() { # number of checks, what is not installed
    skipped=$((skipped + $1)); echo "skipped $2: not installed"
}
start() { # folder of the image, heap, interpreter with its arguments
    local folder=$1 heap=$2
    shift 2
    ( cd "$folder" && PRECONFIGURED_TAPIF=tap0 NANOCLR_HEAP=$heap NANOCLR_OOM=1 NANOCLR_LWIP_STATS=1 NF_LINK_FILE="$out/link" exec "$@" $(cat files.txt) ) >"$out/run.log" 2>&1 &
    server=$!
    for _ in $(seq 600); do
        grep -aq "listening on port" "$out/run.log" && return 0
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 5 "$out/run.log"
    return 1
}
boot() { # on lwIP
    stop
    rm -f "$out/link"
    start "$image" "$heap" ip netns exec $ns $interpreter
}
get() { inside curl -sk --max-time "${patience:-60}" "$@"; }
get3() { # folder, options and paths
    local to=$1
    shift
    rm -rf "$to"; mkdir "$to"
    inside timeout "${patience:-60}" gtlsclient -q --no-quic-dump --no-http-dump --exit-on-all-streams-close --download="$to" "$@" >/dev/null 2>&1
}
size() { stat -c %s "$1" 2>/dev/null || echo 0; }
milliseconds() { echo $((($(date +%s%N) - $1) / 1000000)); }
lost() { grep -ao "lwip: [0-9]* datagrams lost" "$out/run.log" | tail -n 1 | tr -dc 0-9 | grep . || echo 0; }
alive() { # what it has been through
    kill -0 $server 2>/dev/null
    check "$label: the firmware still runs after $1" $?
    get -o "$out/last" "https://$device:$port/status.json"
    echo "closed by a time limit: $(grep -o '"tcpTimeouts":[0-9]*' "$out/last" | tr -dc 0-9) TCP clients"
    grep -q '"faults":0' "$out/last" && ! grep -a "no memory for" "$out/run.log" | grep -qavE "of type (15|19)[^0-9]"
    check "$label: no turn failed and no call was left out" $?
}

# Milliseconds for 20 GETs of so many bytes over one connection; 999999 if one fails: host, bytes, command before curl.
twenty() {
    local i n begun took urls="" host=$1 bytes=$2
    shift 2
    for i in $(seq 20); do urls="$urls -o /dev/null https://$host:$port/bytes/$bytes"; done
    begun=$(date +%s%N)
    n=$("$@" curl -sk --max-time 60 -w '%{http_code}\n' $urls | grep -c 200)
    took=$(milliseconds $begun)
    if [ "$n" = 20 ]; then echo $took; else echo 999999; fi
}
# Both stacks serve at the same time and are asked in turn, so that whatever else the machine does is the same for both; the least of five counts.
times() {
    local bytes here there took i rival=""
    if [ -n "${NANOCLR:-}" ]; then
        stop
        start "$image" "$heap" $NANOCLR || { check "$label: boots with the desktop's sockets" 1; return; }
        rival=$server
        server=""
    fi
    boot || { check "$label: boots" 1; [ -z "$rival" ] || kill "$rival"; return; }
    check "$label: boots" 0 "$(grep -ao 'memory: .*left' "$out/run.log")"
    for bytes in 500 1000 2000 5000 20000; do
        here=999999 there=999999
        for i in 1 2 3 4 5; do
            took=$(twenty $device $bytes inside)
            [ $took -ge $here ] || here=$took
            if [ -n "$rival" ]; then
                took=$(twenty 127.0.0.1 $bytes env)
                [ $took -ge $there ] || there=$took
            fi
        done
        if [ -n "$rival" ]; then
            [ $here -le $((2 * there)) ] && [ $here -lt 999999 ]
            check "$label: 20 GETs of $bytes bytes in at most twice the time of desktop sockets" $? "$((here / 20)) ms each, desktop $((there / 20))"
        else
            [ $here -lt 2000 ]
            check "$label: 20 GETs of $bytes bytes without a delayed acknowledgement" $? "$((here / 20)) ms each"
        fi
    done
    [ -z "$rival" ] || kill "$rival"
}

load() {
    local i pids="" ok begun before
    boot || { check "$label: boots" 1; return; }
    command -v gtlsclient >/dev/null || { skip 3 gtlsclient; return; }
    begun=$(date +%s%N)
    get3 "$out/one" $device $port "https://localhost:$port/bytes/100000"
    [ "$(size "$out/one/100000")" = 100000 ]
    check "$label: one HTTP/3 client fetches 100,000 bytes" $? "$(milliseconds $begun) ms, $(lost) datagrams lost in the mailbox"
    before=$(lost)
    begun=$(date +%s%N)
    for i in $(seq 200); do printf 'url = "https://%s:%s/status.json"\noutput = "/dev/null"\n' $device $port; done >"$out/urls"
    patience=120 get -K "$out/urls" -w '%{http_code}\n' >"$out/codes" &
    pids=$!
    for i in 1 2 3 4; do
        patience=120 get3 "$out/at$i" $device $port "https://localhost:$port/bytes/100000" &
        pids="$pids $!"
    done
    wait $pids
    ok=0
    for i in 1 2 3 4; do [ "$(size "$out/at$i/100000")" = 100000 ] && ok=$((ok + 1)); done
    [ $ok = 4 ] && [ "$(grep -c 200 "$out/codes")" = 200 ]
    check "$label: four HTTP/3 clients fetch 100,000 bytes each beside 200 requests over HTTPS/1.1" $? \
        "$ok and $(grep -c 200 "$out/codes") in $(milliseconds $begun) ms, $(($(lost) - ${before:-0})) datagrams lost in the mailbox"
    begun=$(date +%s%N)
    pids=""
    for i in $(seq 12); do
        get -o "$out/c$i" "https://$device:$port/bytes/1000" &
        pids="$pids $!"
    done
    wait $pids
    ok=0
    for i in $(seq 12); do [ "$(size "$out/c$i")" = 1000 ] && ok=$((ok + 1)); done
    [ $ok = 12 ]
    check "$label: twelve curls at once" $? "$ok served in $(milliseconds $begun) ms"
    if command -v chromium >/dev/null && command -v openssl >/dev/null; then
        local spki
        spki=$(inside openssl s_client -connect $device:$port -servername localhost </dev/null 2>/dev/null | openssl x509 -pubkey -noout 2>/dev/null \
            | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | base64)
        inside timeout 90 chromium --headless=new --no-sandbox --disable-gpu --user-data-dir="$out/chromium" --host-resolver-rules="MAP localhost $device" \
            --origin-to-force-quic-on=localhost:$port --ignore-certificate-errors-spki-list="$spki" --dump-dom "https://localhost:$port/status.json" >"$out/dom" 2>/dev/null
        grep -q '"protocol":"h3"' "$out/dom"
        check "$label: Chromium over HTTP/3" $?
    else
        skip 1 Chromium
    fi
    alive "the load"
}

# Milliseconds that so many HTTP/3 clients at once take for a handshake and so many bytes, the slowest counts; 999999 if one fails: clients, bytes.
together() {
    local i pids="" begun
    begun=$(date +%s%N)
    for i in $(seq $1); do
        get3 "$out/m$i" $device $port "https://localhost:$port/bytes/$2" &
        pids="$pids $!"
    done
    wait $pids
    took=$(milliseconds $begun)
    for i in $(seq $1); do [ "$(size "$out/m$i/$2")" = $2 ] || took=999999; done
}
# What a queue of a few datagrams costs where four clients come at once: the same alone, and together.
mailbox() {
    local bytes round alone all worst before
    boot || { check "$label: boots" 1; return; }
    command -v gtlsclient >/dev/null || { skip 2 gtlsclient; return; }
    for bytes in 100 100000; do
        alone=0 all=0 worst=0
        before=$(lost)
        for round in 1 2 3; do
            together 1 $bytes
            alone=$((alone + took))
        done
        for round in 1 2 3; do
            together 4 $bytes
            all=$((all + took))
            [ $took -le $worst ] || worst=$took
        done
        [ $worst -lt 30000 ]
        check "$label: four HTTP/3 clients at once, a handshake and $bytes bytes each" $? \
            "$((all / 3)) ms on average, $worst at worst, one alone $((alone / 3)); $(($(lost) - before)) datagrams lost in the mailbox"
    done
    alive "four clients at once"
}

loss() {
    local begun
    export NANOCLR_LOSS=10
    boot || { check "$label: boots" 1; unset NANOCLR_LOSS; return; }
    unset NANOCLR_LOSS
    head -c 1000000 /dev/urandom >"$out/million"
    begun=$(date +%s%N)
    # With a send buffer of two segments each loss is a timeout, and lwIP doubles it: minutes.
    patience=900 get -o "$out/down" "https://$device:$port/bytes/1000000"
    [ "$(size "$out/down")" = 1000000 ]
    check "$label: 1 MB down over TCP, a tenth of the frames lost" $? "$(size "$out/down") bytes in $(milliseconds $begun) ms"
    begun=$(date +%s%N)
    patience=300 get --data-binary "@$out/million" "https://$device:$port/upload" >"$out/answer"
    grep -qi "$(sha256sum "$out/million" | cut -d' ' -f1)" "$out/answer"
    check "$label: 1 MB up over TCP, a tenth of the frames lost" $? "in $(milliseconds $begun) ms"
    if command -v gtlsclient >/dev/null; then
        begun=$(date +%s%N)
        patience=300 get3 "$out/dl" $device $port "https://localhost:$port/bytes/1000000"
        [ "$(size "$out/dl/1000000")" = 1000000 ]
        check "$label: 1 MB down over QUIC, a tenth of the frames lost" $? "$(size "$out/dl/1000000") bytes in $(milliseconds $begun) ms"
        begun=$(date +%s%N)
        patience=300 get3 "$out/ul" --data="$out/million" --http-method=POST $device $port "https://localhost:$port/upload"
        grep -qi "$(sha256sum "$out/million" | cut -d' ' -f1)" "$out/ul/upload"
        check "$label: 1 MB up over QUIC, a tenth of the frames lost" $? "in $(milliseconds $begun) ms"
    else
        skip 2 gtlsclient
    fi
    alive "loss"
}

abuse() {
    local i n begun pids=""
    boot || { check "$label: boots" 1; return; }
    # A reader of 2,000 bytes a second, which gives way to others in time.
    get --limit-rate 2000 -o /dev/null "https://$device:$port/bytes/100000" &
    pids=$!
    sleep 2
    begun=$(date +%s%N)
    get -o "$out/beside" "https://$device:$port/bytes/100"
    [ "$(size "$out/beside")" = 100 ]
    check "$label: a client gets in beside a slow reader" $? "in $(milliseconds $begun) ms"
    kill $pids 2>/dev/null
    wait $pids 2>/dev/null
    if command -v python3 >/dev/null; then
        inside timeout 30 python3 - $device $port >"$out/half" 2>/dev/null <<'P'
import socket, ssl, sys
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
raw = socket.create_connection((sys.argv[1], int(sys.argv[2])))
raw.settimeout(20)
client = context.wrap_socket(raw, server_hostname="localhost")
client.sendall(b"GET /bytes/20000 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
raw2 = socket.socket(fileno=client.fileno())
raw2.shutdown(socket.SHUT_WR)
total = b""
while True:
    part = client.recv(65536)
    if not part:
        break
    total += part
print(len(total.split(b"\r\n\r\n", 1)[1]))
raw2.detach()
P
        [ "$(cat "$out/half")" = 20000 ]
        check "$label: a client that has closed its half gets its whole answer" $? "$(cat "$out/half") bytes"
    else
        skip 1 python3
    fi
    # Eight connections without a word: with four sockets in all, one for UDP and one that listens, two are taken.
    inside timeout 60 bash -c 'for i in 3 4 5 6 7 8 9 10; do eval "exec $i<>/dev/tcp/'$device'/'$port'"; done; sleep 40' 2>/dev/null &
    pids=$!
    sleep 2
    begun=$(date +%s%N)
    get -o "$out/beside" "https://$device:$port/bytes/100"
    [ "$(size "$out/beside")" = 100 ]
    check "$label: a client gets in beside eight silent connections" $? "in $(milliseconds $begun) ms"
    if command -v gtlsclient >/dev/null; then
        begun=$(date +%s%N)
        get3 "$out/dl" $device $port "https://localhost:$port/bytes/100"
        [ "$(size "$out/dl/100")" = 100 ]
        check "$label: an HTTP/3 client does not notice them" $? "in $(milliseconds $begun) ms"
    else
        skip 1 gtlsclient
    fi
    kill $pids 2>/dev/null
    wait $pids 2>/dev/null
    # All sockets of the platform taken by clients that have a connection and are at a request; whoever comes then waits, and gets in when one has gone.
    pids=""
    for i in $(seq 6); do
        get --limit-rate 20000 -o "$out/s$i" "https://$device:$port/bytes/60000" &
        pids="$pids $!"
    done
    sleep 1
    begun=$(date +%s%N)
    get -o "$out/beside" "https://$device:$port/bytes/100"
    [ "$(size "$out/beside")" = 100 ]
    check "$label: a client gets in where all sockets are taken" $? "in $(milliseconds $begun) ms"
    wait $pids
    n=0
    for i in $(seq 6); do [ "$(size "$out/s$i")" = 60000 ] && n=$((n + 1)); done
    [ $n = 6 ]
    check "$label: and all six that took them are served" $? "$n of 6"
    # 2,000 datagrams of garbage, and connections that send it.
    inside timeout 60 bash -c 'for i in $(seq 2000); do head -c $((RANDOM % 1400 + 1)) /dev/urandom >/dev/udp/'$device'/'$port'; done' 2>/dev/null
    inside timeout 60 bash -c 'for i in $(seq 20); do head -c 3000 /dev/urandom >/dev/tcp/'$device'/'$port'; done' 2>/dev/null
    begun=$(date +%s%N)
    get -o "$out/beside" "https://$device:$port/bytes/100"
    [ "$(size "$out/beside")" = 100 ]
    check "$label: a client gets in after garbage over UDP and TCP" $? "in $(milliseconds $begun) ms, $(lost) datagrams lost in the mailbox so far"
    if command -v gtlsclient >/dev/null; then
        begun=$(date +%s%N)
        get3 "$out/dl" $device $port "https://localhost:$port/bytes/100"
        [ "$(size "$out/dl/100")" = 100 ]
        check "$label: an HTTP/3 client gets in after it" $? "in $(milliseconds $begun) ms"
    else
        skip 1 gtlsclient
    fi
    alive "abuse"
}

link() {
    local pids begun
    boot || { check "$label: boots" 1; return; }
    get --limit-rate 5000 -o /dev/null "https://$device:$port/bytes/1000000" 2>/dev/null &
    pids=$!
    patience=20 get3 "$out/live" $device $port "https://localhost:$port/bytes/100000000" &
    pids="$pids $!"
    sleep 3
    echo 10.77.0.3 >"$out/link"
    sleep 5
    rm "$out/link"
    device=10.77.0.3
    begun=$(date +%s%N)
    for _ in $(seq 30); do
        patience=3 get -o "$out/beside" "https://$device:$port/bytes/100" && break
        sleep 0.5
    done
    [ "$(size "$out/beside")" = 100 ]
    check "$label: HTTPS/1.1 at the new address after the link was lost" $? "in $(milliseconds $begun) ms"
    if command -v gtlsclient >/dev/null; then
        begun=$(date +%s%N)
        get3 "$out/dl" $device $port "https://localhost:$port/bytes/100"
        [ "$(size "$out/dl/100")" = 100 ]
        check "$label: HTTP/3 at the new address" $? "in $(milliseconds $begun) ms"
    else
        skip 1 gtlsclient
    fi
    kill $pids 2>/dev/null
    wait $pids 2>/dev/null
    alive "the loss of the link"
    device=10.77.0.2
}

runs=("$@")
[ ${#runs[@]} -gt 0 ] || runs=(times load mailbox loss abuse link)
for board in ${BOARDS:-Interpreter:100000 InterpreterTight:86532}; do
    if ! bash boards/image.sh "${board%:*}" >"$out/build.log" 2>&1; then
        tail -n 20 "$out/build.log"
        check "${board%:*} builds" 1
        continue
    fi
    image=$out/${board%:*} heap=${board#*:}
    cp -r "artifacts/${board%:*}" "$image"
    for options in CHIBIOS ESP32; do
        name=NANOLWIP_$options
        interpreter=${!name:-}
        [ -n "$interpreter" ] || { echo "skipped the options of $options: $name is not set"; skipped=$((skipped + 1)); continue; }
        label="${board%:*}, $options"
        echo "--- ${board%:*} in $heap bytes, lwIP with the options of $options"
        for run in "${runs[@]}"; do
            # All but the times do not depend on the profile.
            [ "$run" != times ] && [ -z "${BOARDS:-}" ] && [ "${board%:*}" != Interpreter ] && continue
            $run
            [ $failed = 0 ] || grep -a -v -E "^ |^Loaded|Assembly:" "$out/run.log" | tail -n 5
        done
        stop
    done
done
echo "lwip: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
