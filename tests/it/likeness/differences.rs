//! Where the practice cluster is knowingly not like Kubernetes. This list may only shrink.

/// The practice server answers nobody who does not have its token: that is how it is meant.
const TOKEN: &str = "who has no token is nobody here, also for health and version";
/// The person of the practice cluster is no user of the real one.
const RIGHTS: &str = "the rights are those of the cluster's users, whom troubles take single rights";
/// What a real kubelet does, and the played pods of the tests' control plane do not.
const PLAYED: &str =
    "a real kubelet does it as the practice cluster does; the tests' control plane only plays pods";
/// A parser's remark about what nobody can read.
const WORDS: &str = "it is refused with the same code and reason; the remark is that of another parser";
/// Parts of objects that nobody asks for here.
const SERVED: &str = "only what is served is listed: no attach, no proxy, no binding, no token";
/// An answer that is still to be mended.
const UNLIKE: &str = "the practice server's answer is still another one";

/// The script, the place that differs (the number of the step, then the place in its answer; everything below it
/// counts; empty: anywhere in the script), and the reason. A difference that is listed and has vanished makes its trial
/// fail: then it is taken out of here.
pub const DIFFERENCES: &[(&str, &str, &str)] = &[
    ("access::what may I", "1/body/status", RIGHTS),
    ("access::who says no name", "", TOKEN),
    ("apply::apply of what does not fit the schema", "5/body/message", WORDS),
    ("bad_requests::bodies of other types", "4/body/message", WORDS),
    (
        "bad_requests::names in the address",
        "3/body/items/0/data",
        "no pod runs that could use the certificate",
    ),
    ("deployments::an image that cannot be pulled", "1", PLAYED),
    ("deployments::what events say of a roll-out", "3", PLAYED),
    ("discovery::aggregated discovery of the core group", "1/body", SERVED),
    ("discovery::the core resources", "1/body", SERVED),
    ("kubectl_read::describe a ReplicaSet and a pod", "2/stdout", PLAYED),
    ("kubectl_read::explain", "", "the schema is carried without its descriptions, which are most of it"),
    ("lists::tokens that are none", "1/body/message", WORDS),
    ("lists::tokens that are none", "2", UNLIKE),
    ("patches::JSON patches that do not fit", "6/body/message", WORDS),
    ("patches::a patch cannot change what an object is", "2/body", UNLIKE),
    ("subresources::logs that cannot be had", "2/body/message", PLAYED),
    ("subresources::the log of a pod", "6/body/message", PLAYED),
    ("validation::what of a pod can be changed", "1", "the real server adds how its own Go values differ"),
    ("watches::the old paths of a watch", "", "deprecated since 1.11, and no client asks for them"),
];
