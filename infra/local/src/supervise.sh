# Runs one server, and ends it when whoever started it is gone.
#
#   sh -c "$(cat supervise.sh)" supervise STOP SECONDS PROGRAM [ARGUMENT...] <pipe
#
# Every line on the pipe is the name of a signal for the server. The end of the pipe means that nobody is left to
# tell it anything: it gets the signal STOP, and KILL if it is still there after SECONDS. The exit status is the
# server's.

stop=$1 seconds=$2
shift 2

exec 3<&0 </dev/null
"$@" 3<&- &
server=$!

(
    while read -r signal; do kill -s "$signal" "$server"; done
    kill -s "$stop" "$server"
    while [ "$seconds" -gt 0 ]; do
        sleep 1
        seconds=$((seconds - 1))
    done
    kill -s KILL "$server"
) <&3 3<&- >/dev/null 2>&1 &
watch=$!
exec 3<&-

wait "$server"
status=$?
kill "$watch" 2>/dev/null
exit "$status"
