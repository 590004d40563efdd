# JSON lines on standard input
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

echo '{"id":"a","title":"One","text":"chips"}' | say pressmark-index build -q -o index -
say pressmark-query index chips
echo '{"text":"chips"}' | gzip -n | say pressmark-index build -q -o index -
say pressmark-query --count index chips
printf '{"text":"chips"}\nnonsense\n' | say pressmark-index build -q -o index -
say pressmark-index build -q -o index - </dev/null
say pressmark-query --count index chips

# A signal ends a build that waits for input, whichever of its threads waits.
# The thread sanitizer keeps signals back from a thread that waits for a mutex.
jobs=8
if ldd "$BIN/pressmark-index" 2>/dev/null | grep -q libtsan; then
	jobs=1
fi
mkfifo pipe
"$BIN/pressmark-index" build -q -j $jobs -o other - <pipe 2>&1 &
exec 3>pipe
echo '{"text":"chips"}' >&3
while [ ! -e other/lock ] && kill -0 $! 2>/dev/null; do	# it waits for more
	sleep 0.1
done
kill -s TERM $!
i=0
while kill -0 $! 2>/dev/null; do
	i=$((i + 1))
	if [ $i -eq $((20 * ${PM_PATIENCE:-5})) ]; then
		echo "still waiting"
		kill -s KILL $!
		break
	fi
	sleep 0.1
done
wait $!
echo "[$?]"
exec 3>&-
