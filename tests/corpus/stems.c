/* Pressmark - the stems of the made-up newswire: see stems.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/corpus/stems.h"

#include "tests/corpus/chance.h"

static const char *const nouns[] = {
	/* clang-format off */
	"company", "year", "market", "price", "bank", "share", "government", "trade", "rate",
	"percentage", "week", "month", "plan", "agreement", "quarter", "sale", "tonne", "export",
	"production", "minister", "board", "contract", "interest", "dollar", "report", "group",
	"loan", "supply", "crop", "offer", "profit", "loss", "unit", "tax", "worker", "country",
	"dealer", "stock", "union", "oil", "official", "policy", "budget", "debt", "plant", "mine",
	"grain", "copper", "harbour", "rail", "steel", "memory", "chip", "license", "quota",
	"delivery", "demand", "import", "harvest", "session", "account", "deposit", "forecast",
	"court", "strike", "talk", "tariff", "cargo", "vessel", "auction", "bond", "reserve",
	"security", "ministry", "council", "committee", "member", "director", "chairman", "analyst",
	"farmer", "trader", "buyer", "holder", "region", "river", "valley", "bridge", "road", "town",
	"school", "hospital", "newspaper", "library", "museum", "weather", "rain", "frost", "storm",
	"flood", "drought", "field", "forest", "timber", "paper", "cotton", "wool", "sugar", "coffee",
	"cocoa", "rice", "wheat", "maize", "barley", "butter", "milk", "cheese", "cattle", "fish",
	"salt", "coal", "gas", "power", "station", "engine", "motor", "wing", "aircraft", "airline",
	"airport", "passenger", "ticket", "freight", "truck", "train", "ship", "dock", "crane",
	"warehouse", "factory", "laboratory", "engineer", "scientist", "student", "teacher", "doctor",
	"patient", "vaccine", "drug", "trial", "judge", "lawyer", "police", "prison", "crime",
	"election", "vote", "party", "parliament", "senate", "president", "mayor", "treaty", "border",
	"army", "navy", "weapon", "missile", "radar", "satellite", "rocket", "orbit", "signal",
	"network", "computer", "software", "printer", "screen", "sensor", "circuit", "wafer",
	"conductor", "battery", "cell", "lithium", "nickel", "zinc", "tin", "lead", "silver", "gold",
	"currency", "credit", "mortgage", "pension", "insurance", "premium", "claim", "damage",
	"repair", "pipe", "pump", "valve", "well", "field-test", "half-year", "by-product", "e-mail",
	"co-operation", "cooperation", "re-election", "know-how", "caf\xc3\xa9", "fa\xc3\xa7" "ade",
	"r\xc3\xa9sum\xc3\xa9", "clich\xc3\xa9", "chipmaker", "shipbuilder", "steelmaker",
	"shareholder", "stockpile", "pipeline", "railway", "waterway", "timetable", "benchmark",
	"breakthrough", "shortfall", "surplus", "deficit", "merger", "takeover", "bid", "stake",
	"dividend", "coupon", "yield", "margin", "index", "basket", "target", "limit", "ceiling",
	"floor", "gap", "spread", "swap", "option", "future", "hedge", "fund", "trust", "audit",
	"scandal", "inquiry", "hearing", "verdict", "appeal", "fine", "penalty", "ban", "embargo",
	"sanction", "permit", "rule", "law", "clause", "draft", "bill", "reform", "programme",
	"project", "scheme", "deadline", "delay", "backlog", "order", "invoice", "payment", "wage",
	"salary", "bonus", "shift", "overtime", "layoff", "vacancy", "skill", "apprentice"
	/* clang-format on */
};

static const char *const verbs[] = {
	/* clang-format off */
	"report", "expect", "increase", "offer", "sign", "raise", "agree", "announce", "buy", "deliver",
	"export", "produce", "close", "open", "plan", "consider", "reduce", "extend", "approve",
	"reject", "review", "finance", "supply", "order", "acquire", "complete", "defer", "demand",
	"discuss", "estimate", "expand", "file", "forecast", "handle", "import", "improve", "launch",
	"lower", "move", "need", "negotiate", "obtain", "operate", "own", "postpone", "prepare",
	"process", "propose", "publish", "purchase", "receive", "recommend", "refine", "regulate",
	"remove", "renew", "repair", "replace", "request", "require", "restore", "restrict", "resume",
	"retain", "sample", "secure", "select", "settle", "ship", "store", "strengthen", "suspend",
	"tender", "test", "trade", "transport", "treat", "use", "value", "view", "vote", "warn",
	"welcome", "withhold", "abandon", "absorb", "accept", "adjust", "allocate", "amend", "appoint",
	"assemble", "assess", "attract", "block", "borrow", "calculate", "challenge", "clean",
	"collect", "compare", "confirm", "convert", "defend", "design", "detect", "develop", "drain",
	"examine", "exploit", "explore", "face", "fill", "follow", "freeze", "gather", "govern",
	"harvest", "inspect", "install", "invest", "investigate", "license", "maintain", "measure",
	"modernize", "monitor", "nominate", "oppose", "organize", "oversee", "perform", "pledge",
	"protect", "question", "rebuild", "record", "recover", "restructure", "reveal", "reverse",
	"revise", "support", "threaten", "train", "transfer", "unload", "upgrade", "verify", "co-operate",
	"re-elect", "co-ordinate", "de-list", "re-open", "pre-empt", "weld", "widen", "print", "map"
	/* clang-format on */
};

static const char *const adjectives[] = {
	/* clang-format off */
	"new", "net", "foreign", "first", "current", "major", "total", "high", "annual", "last",
	"domestic", "common", "early", "late", "large", "small", "low", "strong", "weak", "local",
	"federal", "public", "private", "special", "possible", "recent", "current", "free", "open",
	"long-term", "short-term", "central", "national", "international", "industrial", "commercial",
	"financial", "economic", "agricultural", "technical", "political", "military", "legal",
	"regional", "northern", "southern", "eastern", "western", "coastal", "rural", "urban",
	"official", "formal", "firm", "steady", "sharp", "slow", "rapid", "severe", "mild", "dry",
	"wet", "cold", "warm", "light", "heavy", "raw", "crude", "refined", "spare", "modern", "old",
	"young", "senior", "junior", "joint", "single", "double", "partial", "full", "complete",
	"advance", "available", "cheap", "expensive", "profitable", "stable", "flexible", "efficient",
	"electric", "electronic", "optical", "magnetic", "digital", "chemical", "nuclear", "solar",
	"marine", "aerial", "secure", "safe", "critical", "crucial", "modest", "sluggish", "record",
	"high-bandwidth", "state-owned", "low-cost", "year-on-year", "debt-ridden", "export-led",
	"na\xc3\xafve", "blas\xc3\xa9", "non-binding", "pro-rata", "so-called", "well-known", "tight",
	"loose", "brisk", "quiet", "nervous", "volatile", "overdue", "interim", "provisional",
	"unanimous", "mutual", "bilateral", "sovereign", "fiscal", "monetary", "seasonal", "arable",
	"fertile", "idle", "scarce", "ample"
	/* clang-format on */
};

const struct stems noun_stems = { nouns, LENGTH(nouns) };
const struct stems verb_stems = { verbs, LENGTH(verbs) };
const struct stems adjective_stems = { adjectives, LENGTH(adjectives) };

void
put_syllables(struct pm_buf *out, uint64_t *state, uint32_t n, bool accented)
{
	static const char *const onsets[] = {
		"b", "br", "c",	 "cl", "d",  "dr", "f",	 "fl", "g",  "gr",
		"h", "j",  "k",	 "kr", "l",  "m",  "n",	 "p",  "pl", "qu",
		"r", "s",  "sk", "sl", "st", "t",  "tr", "v",  "w",  "z"
	};
	static const char *const vowels[] = { "a", "e", "i",  "o",  "u",  "a",
					      "e", "o", "ai", "ea", "ou", "au" };
	static const char *const marked[] = { "\xc3\xa9", "\xc3\xbc", "\xc3\xb6",
					      "\xc3\xa1", "\xc3\xb3", "\xc3\xa3",
					      "\xc3\xb8", "\xc3\xad" };
	static const char *const codas[] = { "",   "",	 "",  "l",  "n",  "r",	"s",  "m",
					     "nd", "rt", "x", "ck", "th", "st", "lm", "g" };
	uint32_t i;

	for (i = 0; i < n; i++) {
		pm_buf_puts(out, CHOOSE(state, onsets));
		if (accented && one_in(state, 2))
			pm_buf_puts(out, CHOOSE(state, marked));
		else
			pm_buf_puts(out, CHOOSE(state, vowels));
		pm_buf_puts(out, CHOOSE(state, codas));
	}
}
