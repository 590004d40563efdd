# an index is copied while it is updated, in the order that the manual says
# SPDX-License-Identifier: GPL-2.0-or-later

# copy FOLDER TO: all but the two that rsync leaves out
copy()
{
	local name

	mkdir -p "$2"
	for name in "$1"/*; do
		case ${name##*/} in
		generation | lock) ;;
		*) cp -a "$name" "$2" ;;
		esac
	done
}

# the last one, by a rename as rsync does it
copy_generation()
{
	cp "$1/generation-$3" "$2/.generation" 2>/dev/null && mv "$2/.generation" "$2/generation"
}

number()
{
	sed -n 's/^generation //p' "$1/generation"
}

mkdir wire
for n in 1 2 3; do
	echo "{\"id\":\"$n\",\"text\":\"oil number$n\"}" >wire/$n.jsonl
done
pressmark-index build -q -o news wire

echo "--- an update publishes between the two steps"
n=$(number news)
copy news copied
echo '{"id":"4","text":"oil number4"}' >wire/4.jsonl
pressmark-index update -q -o news wire
copy_generation news copied "$n"
echo "status $?"
pressmark-query --count news oil
pressmark-query --count copied oil
pressmark-index check copied

echo "--- and again, over the copy, which is read at any moment"
n=$(number news)
copy news copied
pressmark-query --count copied oil
copy_generation news copied "$n"
pressmark-query --count copied oil
pressmark-index check copied | sed -n 1p

echo "--- too many updates meanwhile"
n=$(number news)
copy news copied
for m in 5 6; do
	echo "{\"id\":\"$m\",\"text\":\"oil number$m\"}" >wire/$m.jsonl
	pressmark-index update -q -o news wire
done
copy_generation news copied "$n" || echo "to be done again"
pressmark-query --count copied oil
n=$(number news)
copy news copied
copy_generation news copied "$n"
pressmark-query --count copied oil

echo "--- files that were named from a base on are known elsewhere"
pressmark-index build -q --base . -o based wire
pressmark-index export based | sed -n 1p
pressmark-query based number1 | tail -n 1
mkdir -p else/where
mv based wire else/where
pressmark-index update --base else/where -o else/where/based else/where/wire |
	grep -v '^  time'
(cd else/where && echo '{"id":"7","text":"oil"}' >wire/7.jsonl &&
	pressmark-index update --base . -o based wire | grep -v '^  time')
pressmark-query --count else/where/based oil
