# which files are read: --include, --exclude and ignore files
# SPDX-License-Identifier: GPL-2.0-or-later

# what is read of it, and what the summary says
files()
{
	echo "\$ build $*"
	rm -rf index
	pressmark-index build -o index "$@" 2>&1 | grep -v -e words, -e text -e '^  index' -e time -e undated
	pressmark-index export index 2>/dev/null | sed 's/.*"file":"\([^"]*\)".*/\1/'
}

mkdir -p in/a/drafts in/b/deep/drafts in/.hidden
for f in in/one.txt in/two.md in/a/three.txt in/a/drafts/four.txt in/b/deep/five.txt \
	in/b/deep/drafts/six.txt in/b/seven.TXT in/.hidden/x.txt "in/b/[8].txt"; do
	echo "words of it" >"$f"
done
files in
files --exclude drafts in
files --exclude drafts/ --exclude '*.md' in/
files --exclude a/drafts in
files --exclude 'b/**/drafts' --exclude '**/three.txt' in
files --exclude '/one.txt' --exclude 'b/*' in
files --exclude '\[8\].txt' --exclude '?w*' in
files --include '*.txt' in
files --include '*.txt' --include two.md --exclude b in
files --include deep in
files --include 'b/**' --exclude five.txt in
grep -e '^include' -e '^exclude' index/generation
pressmark-index stats index | sed -n '/^language/,/^$/p'

# what is given is read, and what all is excluded of is lost
files --exclude '*.txt' in in/one.txt
files --exclude '*' in
files --include '*.csv' in in/one.txt

# members of archives
(cd in && tar --sort=name -cf ../in.tar one.txt two.md a b)
files --exclude drafts/ --exclude '*.md' in.tar
files --include 'b/**' in.tar

# ignore files
printf '# a comment\n\n*.txt\n!one.txt \n/two.md\n\\#x\n!/a/three.txt\r\n' >in/.pressmarkignore
files in
printf '!drafts\n!*.txt\ndeep/drafts\n' >in/b/.pressmarkignore
files in
files --exclude seven.TXT in/b in
rm in/b/.pressmarkignore in/.pressmarkignore
mkdir in/.pressmarkignore
files --exclude '*.md' --exclude b in
rmdir in/.pressmarkignore

say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}
say pressmark-index build --exclude '' -o index in
say pressmark-index build --include "$(printf 'x%.0s' $(seq 1025))" -o index in | tail -n 3
