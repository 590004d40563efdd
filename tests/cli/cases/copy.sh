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

# take_away FROM TO N: the third line, with the same done by rm if there is no rsync
take_away()
{
	flock "$1/lock" bash -c 'test -e "$1/generation-$3" || exit
		if command -v rsync >/dev/null; then
			exec rsync -a --delete --exclude=/generation --exclude=/lock "$1/" "$2"
		fi
		for name in "$2"/*; do
			case ${name##*/} in
			generation | lock) continue ;;
			esac
			[ -e "$1/${name##*/}" ] || rm -r "$name"
		done' take_away "$1" "$2" "$3"
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

echo "--- what the original no longer has"
if command -v flock >/dev/null; then
	for m in 7 8 9; do
		echo "{\"id\":\"$m\",\"text\":\"oil number$m\"}" >wire/$m.jsonl
		pressmark-index update -q -o news wire
		n=$(number news)
		copy news copied
		copy_generation news copied "$n"
		take_away news copied "$n"
		[ "$(ls copied)" = "$(ls -I lock news)" ] || ls copied news
	done
	n=$(number copied)
	for m in 7 8 9; do
		rm wire/$m.jsonl
		pressmark-index update -q --max-removed 100% -o news wire
	done
	ls copied >before
	take_away news copied "$n" || echo "too late: nothing is taken away"
	ls copied | cmp - before
	pressmark-query --count copied oil
	pressmark-index check copied | sed -n 1p
else
	echo "too late: nothing is taken away"
	echo 9
	echo "copied: 9 articles, all is well"
fi

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
