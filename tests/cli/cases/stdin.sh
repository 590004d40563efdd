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
