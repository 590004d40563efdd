/* Pressmark - an article by what answers call it: see named_article.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/named_article.h"

#include "language/mistake.h"
#include "segment/metadata.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum how { NOT, BY_URL, BY_FILE };

struct found {
	uint32_t n;  /* articles; of those with the URL only the first */
	uint32_t id; /* of the first */
};

/* How the article is called NAME, of LEN bytes. */
static enum how
is_called(const struct pm_metadata *m, const char *name, size_t len)
{
	char line[24];
	size_t n;

	if (m->url.len == len && memcmp(m->url.data, name, len) == 0)
		return BY_URL;
	if (m->file.len > len || memcmp(m->file.data, name, m->file.len) != 0)
		return NOT;
	if (m->file.len == len)
		return BY_FILE;
	n = (size_t)snprintf(line, sizeof line, ":%" PRIu64, m->line);
	return m->line > 0 && len - m->file.len == n &&
			       memcmp(name + m->file.len, line, n) == 0
		     ? BY_FILE
		     : NOT;
}

static enum pm_status
find(struct pm_index *index, const char *name, struct found *found, struct pm_error *err)
{
	uint32_t articles = pm_db_articles(index->db), article, id;
	struct pm_metadata_reader reader = { NULL, 0 };
	struct pm_metadata m;
	struct pm_buf data;
	enum pm_status status = PM_OK;
	size_t len = strlen(name);
	enum how how = NOT;

	*found = (struct found){ 0, 0 };
	pm_buf_init(&data, PM_BUF_NO_LIMIT);
	for (id = 1; id <= articles && how != BY_URL; id++) {
		struct pm_segment *seg = pm_index_locate(index, id, &article);

		if (!pm_index_has(index, id))
			continue;
		pm_buf_clear(&data);
		if ((status = pm_patience_spend(&index->patience, 200, err)) < 0 ||
		    (status = pm_segment_metadata(seg, article, &data, err)) < 0 ||
		    (status = pm_metadata_read(&reader, data.data, data.len,
					       pm_segment_metadata_path(seg), &m, err)) <
			    0)
			break;
		how = is_called(&m, name, len);
		if (how == BY_URL)
			*found = (struct found){ 1, id };
		else if (how == BY_FILE && found->n++ == 0)
			found->id = id;
	}
	pm_metadata_reader_release(&reader);
	pm_buf_release(&data);
	return status < 0 ? status : PM_OK;
}

enum pm_status
pm_named_article(struct pm_search *search, const struct pm_tree *tree, const char *name,
		 uint32_t *id, struct pm_error *why, struct pm_error *err)
{
	const struct pm_search_options one = { .max = 1 };
	struct pm_excerpt shown = pm_excerpt(name, strlen(name));
	struct pm_search_result by_id = { 0 };
	struct found found = { 0, 0 };
	/* PM_ERR_QUERY: no article has any id */
	enum pm_status status = pm_search_check(search, tree, NULL, 0, NULL, err);
	bool ids = status == PM_OK;

	*id = 0;
	if (status == PM_ERR_QUERY)
		status = PM_OK;
	else if (status == PM_OK)
		status = pm_search_run(search, tree, &one, &by_id, err);
	if (status == PM_OK && by_id.total == 0)
		status = find(pm_search_index(search), name, &found, err);
	if (status == PM_OK && found.n == 1)
		*id = found.id;
	else if (status == PM_OK && found.n > 1)
		pm_fail(why, PM_ERR_INPUT,
			"no article has the id '%s', and %" PRIu32
			" are from this file: name one by FILE:LINE or its URL, or at the "
			"prompt by :alike and its number",
			shown.text, found.n);
	else if (status == PM_OK && by_id.total == 0)
		pm_fail(why, PM_ERR_INPUT,
			"no article has the id '%s', or is called so by URL, FILE or "
			"FILE:LINE; at the prompt, :alike N takes the number of a result",
			shown.text);
	pm_search_result_release(&by_id);
	/* which nothing can be searched for then */
	if (status == PM_OK && !ids && *id == 0)
		status = pm_fail(err, PM_ERR_QUERY, "%s", why->text);
	return status;
}
