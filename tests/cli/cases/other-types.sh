# files of types that are not read: each kind once, and what to do
# SPDX-License-Identifier: GPL-2.0-or-later

mkdir in
for f in a.doc b.DOC c.parquet d.png e.xls Thumbs.db g.mobi; do
	printf '\001\002\003\0\0\0\0\004' >"in/$f"
done
echo words >in/x.txt
pressmark-index build -q -o index in 2>&1
echo "[$?]"
(cd in && tar cf ../in.tar .)
pressmark-index build -q -o index in.tar 2>&1
echo "[$?]"
# given itself, and with nothing else
pressmark-index build -q -o index in/a.doc 2>&1
rm in/x.txt
pressmark-index build -q -o index in 2>&1
echo "[$?]"
