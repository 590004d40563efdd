# what cannot be read is named and skipped, the rest is taken
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

mkdir in
echo 'A fine article about chips.' >in/fine.txt
mkfifo in/fifo.txt
ln -s nowhere in/dangling.txt
ln -s loop.txt in/loop.txt
mkdir in/folder.txt
: >in/empty.txt
printf ' \n\t\n' >in/blank.txt
printf '\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0\240\20\0\0\0\0\0\0' >in/binary.txt
printf 'chips \303\251 \355\240\200 and \300\200 more\n' >in/ill-formed.txt
printf 'chips\0and\0more\n' >in/nul.txt
seq 20000 | gzip -n >whole.txt.gz
head -c 20000 whole.txt.gz >in/cut.txt.gz
echo 'no gzip at all' >in/plain.txt.gz
cat >in/lines.jsonl <<'END'
{"title":"One","text":"chips"}
{"title":"Two","text":"chips"
{"title":"Three"}
{"title":"Four","text":""}

{"title":5,"text":"chips"}
["Six"]
{"title":"Seven","text":"chips \ud800 \u0000"}
{"title":"Eight","text":"chips"} trailing
{"title":"Nine","text":"chips"}
END
printf '{"text":"chips, but no line end"}' >in/last.jsonl
echo '{"a":1' >in/broken.json
echo 'PK not a zip' >in/broken.zip
echo picture >in/picture.png
say pressmark-index build -q -v -o index in |
	sed -E "s/(damaged archive|not gzip data): .*/\1: .../; / of the text/d; s/libxapian [0-9.]+/libxapian N/"
say pressmark-query --count index "title:three OR title:four"
say pressmark-query -n 20 index chips
say pressmark-index build -q --partial -o index2 nowhere in/fifo.txt /dev/null /dev/zero in/loop.txt in/picture.png in/fine.txt

# a path that is lost as a whole, and too much that is skipped
before=$(cat index/generation)
say pressmark-index build -q -o index in/fine.txt nowhere in/fifo.txt
say pressmark-index build -q -o index - in/fine.txt <in
say pressmark-index build -q -o new in/fine.txt nowhere
[ ! -e new ] || echo "a folder is left"
# a folder that goes while what stands before it is read: a pipe holds less than all that
for partial in '' --partial; do
	mkdir gone
	echo 'chips' >gone/a.txt
	{
		seq 20000 | sed 's/.*/{"text":"chips &"}/'
		rm -r gone
	} | say pressmark-index build -q $partial -o new - gone
done
say pressmark-query --count new chips
rm -r new
# what is named twice is read once, and is not lost
say pressmark-index build -q -o new in/fine.txt in/fine.txt
mkdir twice
cp in/fine.txt twice
say pressmark-index build -q -o new twice twice/fine.txt "$PWD/twice" | sed "s|'$PWD/|'/.../|; s|$PWD|PWD|"
say pressmark-query --count new chips
rm -r new
say pressmark-index build -q --max-skipped 1 -o index in/fine.txt in/empty.txt in/blank.txt in/nul.txt
say pressmark-index build -q --max-skipped 33% -o index in/fine.txt in/empty.txt in/nul.txt in/blank.txt
say pressmark-index build -q --max-skipped 9% -o index in/fine.txt in/empty.txt
[ "$before" = "$(cat index/generation)" ] || echo "the index was touched"
say pressmark-index build -q --max-skipped 2 -o index2 in/fine.txt in/empty.txt in/blank.txt
say pressmark-index build -q --max-skipped 50.0% -o index2 in/fine.txt in/empty.txt in/nul.txt in/blank.txt
for limit in '' -1 1.5 2%% 101% x .5%; do
	pressmark-index build --max-skipped "$limit" -o index2 in 2>&1 | head -n 1
done
# where no member could hold a text, what there is and what is looked for
printf '{"headlines":"a","url":"u"}\n{}\n{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7}\n{"%s":1}\n{"title":"","a":1}\n' \
	"$(printf 'x%.0s' $(seq 30))" >members.jsonl
say pressmark-index build -o members members.jsonl
split -l 1 -d --additional-suffix .jsonl members.jsonl one-
say pressmark-index build -o members one-*.jsonl
