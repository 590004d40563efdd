# PDF, read by a program of its own
# SPDX-License-Identifier: GPL-2.0-or-later

if [ ! -x "$BIN/pressmark-pdf" ]; then
	echo "poppler was not found when this was configured"
	exit 77
fi

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

# pdf EXTRA CONTENT...: a PDF, each page with that content; EXTRA goes into its trailer.
# (Where objects begin is not said: readers find them.)
pdf()
{
	local extra=$1 n=10 kids=
	shift
	echo '%PDF-1.4'
	for content; do
		printf '%d 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]' $n
		printf '/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>\nendobj\n' $((n + 1))
		printf '%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n' \
			$((n + 1)) ${#content} "$content"
		kids="$kids $n 0 R"
		n=$((n + 2))
	done
	printf '1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n'
	printf '2 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n' $# "$kids"
	printf '3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n'
	printf '4 0 obj\n<</Title(The ferry)/Author(Ann Ot; Bo Ur)'
	printf '/CreationDate(D:20010203040506Z)>>\nendobj\n'
	printf 'trailer\n<</Root 1 0 R/Size 99%s>>\nstartxref\n0\n%%%%EOF\n' "$extra"
}

# line X Y WORDS: one line of a page
line()
{
	printf 'BT /F 12 Tf %s %s Td (%s) Tj ET\n' "$1" "$2" "$3"
}

one=$(
	line 50 700 'The ferry sank in the harbour of the old town early on the second morn-'
	line 50 686 'ing of May, and everybody who was on it came to the shore alive at once.'
	line 50 672 'It was short.'
	line 50 658 'Another paragraph begins here, which goes on over the end of the page'
)
two=$(
	line 50 700 'since its sentence does so as well.'
	line 50 650 'A third one after some space.'
)
pdf '/Info 4 0 R' "$one" "$two" >a.pdf
pdf '' "$(line 50 700 'Without a title.')" >b.pdf
pdf '' 'q 1 0 0 1 0 0 cm Q' 'q Q' >scan.pdf
pdf '/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<0000000000000000000000000000000000000000000000000000000000000000>/U<1111111111111111111111111111111111111111111111111111111111111111>>>' \
	"$(line 50 700 'Secret.')" >secret.pdf
printf '%%PDF-1.4\nrubbish' >junk.pdf
gzip -c a.pdf >c.pdf.gz
# known by its beginning
cp b.pdf unnamed

say pressmark-index build -q -o index a.pdf b.pdf c.pdf.gz unnamed
pressmark-index export index
say pressmark-index build -q -o other scan.pdf
say pressmark-index build -q -o other secret.pdf
say pressmark-index build -q -o other junk.pdf

# What its reader does is not what the build does.
cp "$BIN/pressmark-index" .
say ./pressmark-index build -q -o other a.pdf 2>&1 | sed 's/^\$.*/no program/'
fake()
{
	printf '#!/bin/sh\n%s\n' "$1" >pressmark-pdf
	chmod +x pressmark-pdf
	./pressmark-index build -q -o other a.pdf 2>&1
	echo "[$?]"
}
fake 'cat >/dev/null; printf "N1\n3X10\nSome words"; kill -SEGV $$'
./pressmark-index export other
fake 'cat >/dev/null; printf "Q"; kill -ABRT $$'
fake 'cat >/dev/null; printf "X99999999999999999999999\nabc"'
fake 'cat >/dev/null; printf "what is this"'
fake 'exit 3'
fake 'exec <&-; kill -XCPU $$'
