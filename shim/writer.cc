/* Pressmark - writing a libxapian database: see writer.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/writer.h"

#include "shim/barrier.hh"
#include "support/file.h"

#include <xapian.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

namespace {

/* Postings gathered before they are committed.  libxapian's in-memory inverter takes
 * about 50 bytes for each and looks each one up in a tree, so batches that fit in the
 * processor's caches are fastest; but each commit touches the ends of most lists.
 * Seconds, on one thread:
 *
 *	thousand postings in a batch	100	250	500	1000	3000
 *	12,000 articles, 8 million	7.2	7.6	8.9	-	13.4
 *	48,000 articles, 32 million	36.4	34.2	35.1	39.8	-
 */
constexpr size_t batch_postings = 250000;

constexpr int block_size = 8192;

constexpr size_t uuid_at = 16, uuid_size = 16;

struct closer {
	int fd;
	explicit closer(int f) : fd(f) {}
	closer(const closer &) = delete;
	closer &operator=(const closer &) = delete;
	~closer()
	{
		if (fd >= 0)
			close(fd);
	}
};

}

struct pm_db_writer {
	std::string dir;
	std::string building; /* a folder in DIR, gone when finished */
	Xapian::WritableDatabase db;
	std::string term, bytes; /* scratch */
	size_t held = 0;	 /* postings not yet committed */
	uint32_t added = 0;
	bool finished = false;
	struct pm_error broken = { PM_OK, "" }; /* the first failure; it stays */
};

enum pm_status
pm_db_writer_open(struct pm_db_writer **out, const char *dir, struct pm_error *err)
{
	return pm_barrier(
		err, "cannot create", dir, [&]() -> enum pm_status {
			std::unique_ptr<pm_db_writer> w(new pm_db_writer);

			w->dir = dir;
			w->building = w->dir + "/building";
			if (mkdir(dir, 0777) != 0)
				return pm_fail_errno(err, errno, "cannot create '%s'",
						     dir);
			/* Nothing in it survives a crash, so nothing needs to be synced.
		 * (Overwriting blocks in place, DB_DANGEROUS, would halve the folder,
		 * but then a full disk is reported as a defect: libxapian fails to
		 * roll back.) */
			try {
				w->db = Xapian::WritableDatabase(
					w->building,
					Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS |
						Xapian::DB_NO_TERMLIST |
						Xapian::DB_NO_SYNC,
					block_size);
			} catch (...) {
				pm_remove_tree(dir, nullptr);
				throw;
			}
			*out = w.release();
			return PM_OK;
		});
}

static enum pm_status
check_term(const struct pm_term *t, struct pm_error *err)
{
	size_t cost = t->len;

	if (t->len > 0 && t->len <= PM_TERM_MAX && memchr(t->data, 0, t->len) != nullptr)
		cost += (size_t)std::count(t->data, t->data + t->len, '\0');
	if (cost == 0 || cost > PM_TERM_MAX)
		return pm_fail(err, PM_ERR_LIMIT,
			       "a term takes %zu bytes, libxapian takes 1 to %u", cost,
			       PM_TERM_MAX);
	return PM_OK;
}

static enum pm_status
add(struct pm_db_writer *w, const struct pm_db_document *d, struct pm_error *err)
{
	Xapian::Document doc;
	size_t i;

	for (i = 0; i < d->n_terms; i++) {
		const struct pm_term *t = &d->terms[i];

		w->term.assign(t->data, t->len);
		if (t->wdf > 0)
			doc.add_term(w->term, t->wdf);
		else
			doc.add_boolean_term(w->term);
	}
	for (i = 0; i < d->n_values; i++) {
		w->bytes.assign(d->values[i].data, d->values[i].len);
		doc.add_value(d->values[i].slot, w->bytes);
	}
	w->bytes.assign(d->data, d->data_len);
	doc.set_data(w->bytes);
	if (w->db.add_document(doc) != ++w->added)
		return pm_fail(err, PM_ERR_INTERNAL, "article %u got another number",
			       (unsigned)w->added);
	w->held += d->n_terms + d->n_values + 1;
	if (w->held >= batch_postings) {
		w->db.commit();
		w->held = 0;
	}
	return PM_OK;
}

/* A batch that could not be written is lost, so everything after a failure must fail
 * too. */
static enum pm_status
settle(struct pm_db_writer *w, enum pm_status status, struct pm_error *err)
{
	if (err != nullptr && status < 0)
		*err = w->broken;
	return status;
}

enum pm_status
pm_db_writer_add(struct pm_db_writer *w, const struct pm_db_document *document,
		 struct pm_error *err)
{
	enum pm_status status;

	if (w->broken.status < 0)
		return settle(w, w->broken.status, err);
	for (size_t i = 0; i < document->n_terms; i++)
		if ((status = check_term(&document->terms[i], err)) < 0)
			return status;
	return settle(w,
		      pm_barrier(&w->broken, "cannot write", w->dir.c_str(),
				 [&]() { return add(w, document, &w->broken); }),
		      err);
}

/* --- finishing ---------------------------------------------------------- */

static std::string
format_uuid(const unsigned char *u)
{
	static const char hex[] = "0123456789abcdef";
	std::string s;

	for (size_t i = 0; i < uuid_size; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			s += '-';
		s += hex[u[i] >> 4];
		s += hex[u[i] & 15];
	}
	return s;
}

/* Overwrite the random UUID by one derived from the contents, so that the same
 * articles give the same bytes.  A version file that is not in the form of libxapian
 * 1.4 is left alone. */
static enum pm_status
fix_uuid(const std::string &dir, const XXH128_canonical_t &digest, struct pm_error *err)
{
	const std::string path = dir + "/iamglass";
	unsigned char head[uuid_at + uuid_size], fresh[uuid_size];
	closer file(open(path.c_str(), O_RDWR | O_CLOEXEC));
	std::string uuid;

	if (file.fd < 0)
		return errno == ENOENT
			     ? PM_OK
			     : pm_fail_errno(err, errno, "cannot open '%s'", path.c_str());
	if (read(file.fd, head, sizeof head) != (ssize_t)sizeof head)
		return PM_OK;
	{
		Xapian::Database db(dir);

		uuid = db.get_uuid();
	}
	if (uuid != format_uuid(head + uuid_at))
		return PM_OK;
	/* RFC 9562, version 8: application-defined. */
	memcpy(fresh, digest.digest, sizeof fresh);
	fresh[6] = (unsigned char)((fresh[6] & 0x0f) | 0x80);
	fresh[8] = (unsigned char)((fresh[8] & 0x3f) | 0x80);
	if (lseek(file.fd, (off_t)uuid_at, SEEK_SET) < 0)
		return pm_fail_errno(err, errno, "cannot write '%s'", path.c_str());
	return pm_write_all(file.fd, path.c_str(), fresh, sizeof fresh, err);
}

static enum pm_status
list_files(const std::string &dir, std::vector<std::string> *names, struct pm_error *err)
{
	struct dirent *entry;
	DIR *d = opendir(dir.c_str());
	int errnum;

	if (d == nullptr)
		return pm_fail_errno(err, errno, "cannot open '%s'", dir.c_str());
	try {
		while (errno = 0, (entry = readdir(d)) != nullptr)
			if (entry->d_name[0] != '.')
				names->push_back(entry->d_name);
	} catch (...) {
		closedir(d);
		throw;
	}
	errnum = errno;
	closedir(d);
	if (errnum != 0)
		return pm_fail_errno(err, errnum, "cannot read '%s'", dir.c_str());
	std::sort(names->begin(), names->end());
	return PM_OK;
}

static enum pm_status
hash_file(XXH3_state_t *state, const std::string &path, struct pm_error *err)
{
	std::vector<unsigned char> piece(1 << 18);
	closer file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
	ssize_t n;

	if (file.fd < 0)
		return pm_fail_errno(err, errno, "cannot open '%s'", path.c_str());
	while ((n = read(file.fd, piece.data(), piece.size())) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return pm_fail_errno(err, errno, "cannot read '%s'", path.c_str());
		XXH3_128bits_update(state, piece.data(), (size_t)n);
	}
	return PM_OK;
}

/* The version file is left out: it repeats what the tables say, and holds the
 * UUID itself. */
static enum pm_status
digest_of(const std::string &dir, const std::vector<std::string> &names,
	  XXH128_canonical_t *digest, struct pm_error *err)
{
	std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t *)>
		state(XXH3_createState(), XXH3_freeState);
	enum pm_status status = PM_OK;
	std::string path;

	if (state == nullptr)
		return pm_fail_nomem(err);
	XXH3_128bits_reset(state.get());
	for (const std::string &name : names) {
		if (name.compare(0, 3, "iam") == 0)
			continue;
		XXH3_128bits_update(state.get(), name.c_str(), name.size() + 1);
		path.assign(dir).append("/").append(name);
		if ((status = hash_file(state.get(), path, err)) < 0)
			return status;
	}
	XXH128_canonicalFromHash(digest, XXH3_128bits_digest(state.get()));
	return PM_OK;
}

static enum pm_status
sync_file(const std::string &path, struct pm_error *err)
{
	closer file(open(path.c_str(), O_RDONLY | O_CLOEXEC));

	if (file.fd < 0)
		return pm_fail_errno(err, errno, "cannot open '%s'", path.c_str());
	if (fsync(file.fd) != 0)
		return pm_fail_errno(err, errno, "cannot sync '%s'", path.c_str());
	return PM_OK;
}

static enum pm_status
finish(struct pm_db_writer *w, struct pm_error *err)
{
	std::vector<std::string> names;
	XXH128_canonical_t digest;
	enum pm_status status;

	w->db.commit();
	w->db.close();
	/* FULL is the densest level that leaves room for later updates. */
	Xapian::Database(w->building)
		.compact(w->dir,
			 (unsigned)Xapian::DBCOMPACT_NO_RENUMBER |
				 (unsigned)Xapian::Compactor::FULL,
			 block_size);
	if ((status = pm_remove_tree(w->building.c_str(), err)) < 0)
		return status;
	if (unlink((w->dir + "/flintlock").c_str()) != 0 && errno != ENOENT)
		return pm_fail_errno(err, errno, "cannot remove '%s/flintlock'",
				     w->dir.c_str());
	if ((status = list_files(w->dir, &names, err)) < 0 ||
	    (status = digest_of(w->dir, names, &digest, err)) < 0 ||
	    (status = fix_uuid(w->dir, digest, err)) < 0)
		return status;
	for (const std::string &name : names)
		if ((status = sync_file(w->dir + "/" + name, err)) < 0)
			return status;
	if ((status = pm_fsync_dir(w->dir.c_str(), err)) < 0)
		return status;
	return pm_fsync_dir((w->dir + "/..").c_str(), err);
}

enum pm_status
pm_db_writer_finish(struct pm_db_writer *w, struct pm_error *err)
{
	enum pm_status status;

	if (w->broken.status < 0)
		return settle(w, w->broken.status, err);
	status = pm_barrier(&w->broken, "cannot write", w->dir.c_str(), [&]() {
		return finish(w, &w->broken);
	});
	w->finished = status == PM_OK;
	return settle(w, status, err);
}

void
pm_db_writer_free(struct pm_db_writer *w)
{
	if (w == nullptr)
		return;
	if (!w->finished) {
		pm_barrier(
			nullptr, "cannot close", w->dir.c_str(), [&]() -> enum pm_status {
				w->db.close();
				return PM_OK;
			});
		pm_remove_tree(w->building.c_str(), nullptr);
	}
	delete w;
}
