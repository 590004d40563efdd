# texts that begin like HTML, and are none: kept, exported, and read again as they were
# SPDX-License-Identifier: GPL-2.0-or-later
mkdir articles
printf '<p>Hello <b>world</b> is here.\nA line, <script>secretword</script> &amp; more.\n' \
	>articles/a.txt
printf '<b>On &amp; off</b> the tags\n\n<div>Shown</div> &lt; so.\n' >articles/b.txt
printf '<b>On</b> tags\n\nNo &amp; tags at all: <p>.\n' >articles/c.txt
cat >articles/d.eml <<'END'
From: ann@a.example
Subject: <p>T &amp; U</p>
Message-ID: <d@a.example>
Content-Type: text/plain; charset=x-none

<p> is a tag; <script>alertword</script> here
END
printf 'in a caf\351\n' >>articles/d.eml
cat >articles/e.jsonl <<'END'
{"id":"e","title":"<b>T &lt;i&gt; x</b>","text":"<p>&lt;p&gt;shown &lt;b&gt; tag</p>"}
{"id":"f","text":"plain words","text.plain":true}
{"id":"g","text":["<p>One</p>","&lt;p&gt; Two"],"text.plain":false}
{"id":"h","folds":[{"at":2,"why":"given","text":"<p>F &amp; G</p>"}],"description":"<p>d</p>","text":"<p>&lt;ul&gt; Filled</p>"}
{"id":"i","folds":[{"at":2,"why":"given","text":"<p>F &amp; G</p>"}],"text.plain":true,"text":"<p>&lt;ul&gt; Filled</p>"}
END
cat >articles/f.html <<'END'
<html><head><title>How to write &lt;p&gt;</title></head><body><article><p>&lt;div&gt; is the tag that every web developer learns first, the ministry of transport said on Monday.</p></article></body></html>
END
# nothing of it is skipped
pressmark-index build --max-skipped 0 -o index articles 2>&1 |
	grep -E 'skipped|doubtful|articles'
pressmark-index export index | tee first.jsonl
pressmark-query index --count 'secretword OR alertword'
# an export of an export, and of that
pressmark-index build -o second first.jsonl >/dev/null 2>&1
pressmark-index export second >second.jsonl
pressmark-index build -o third second.jsonl >/dev/null 2>&1
pressmark-index export third >third.jsonl
cmp first.jsonl second.jsonl && cmp second.jsonl third.jsonl && echo the same
