//! Images: their names, whether the registry holds them, and their digests.

use sha2::{Digest as _, Sha256};

use crate::{
    plan::hex,
    practice::{facts::Facts, scenario::Scenario},
};

/// An image's name without tag and digest, and its tag.
pub(super) fn parts(image: &str) -> (&str, &str) {
    let plain = image.split('@').next().unwrap_or(image);
    let slash = plain.rfind('/').map_or(0, |at| at + 1);
    match plain.get(slash..).and_then(|last| last.find(':')) {
        Some(colon) => {
            (plain.get(..slash + colon).unwrap_or(plain), plain.get(slash + colon + 1..).unwrap_or(""))
        }
        None => (plain, "latest"),
    }
}

/// The image can be pulled. Of a registry that the scenario does not speak of everything can.
pub(super) fn is_held(scenario: &Scenario, facts: &Facts, image: &str) -> bool {
    let (name, tag) = parts(image);
    let entry = scenario.images.iter().find(|one| one.name == name);
    if let Some(entry) = entry {
        let missing = entry.unless.get(tag).is_some_and(|fact| facts.is(fact));
        return entry.tags.iter().any(|one| one == tag) && !missing;
    }
    let host = |name: &str| name.split('/').next().unwrap_or_default().to_owned();
    let ours = scenario.images.iter().any(|one| host(&one.name) == host(name));
    // An image that a program plays is there although nobody looks it up.
    !ours || scenario.programs.iter().any(|program| program.image == name)
}

/// The name of exactly this image, as the runtime reports it.
pub(super) fn id(image: &str) -> String {
    let (name, _) = parts(image);
    match image.split_once('@') {
        Some((_, digest)) => format!("{name}@{digest}"),
        None => format!("{name}@sha256:{}", sum(image)),
    }
}

/// The size that the runtime reports.
pub(super) fn size(image: &str) -> u64 {
    let seed: u64 = image.bytes().map(u64::from).sum();
    40_000_000 + seed * 13_577
}

/// The SHA-256 of a text, in hexadecimal.
pub(super) fn sum(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// The words of a runtime that asked for an image in vain.
pub(super) fn missing(image: &str) -> String {
    format!(
        "failed to pull and unpack image \"{image}\": failed to resolve reference \"{image}\": {image}: not found"
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn an_image_is_taken_apart() {
        for (image, name, tag) in [
            ("nginx", "nginx", "latest"),
            ("nginx:1.2", "nginx", "1.2"),
            ("localhost:5000/a/b", "localhost:5000/a/b", "latest"),
            ("localhost:5000/a/b:c", "localhost:5000/a/b", "c"),
            ("ghcr.io/a/b:c@sha256:0011", "ghcr.io/a/b", "c"),
        ] {
            assert_eq!(parts(image), (name, tag), "{image}");
        }
        assert_eq!(id("ghcr.io/a/b:c@sha256:0011"), "ghcr.io/a/b@sha256:0011");
        assert!(id("nginx").starts_with("nginx@sha256:"));
    }

    #[test]
    fn only_what_the_registry_lacks_cannot_be_pulled() {
        let scenario = Scenario::shipped("depot").expect("reads");
        let facts = Facts::new(BTreeSet::new(), 1);
        let held = |image: &str| is_held(&scenario, &facts, image);
        assert!(held("ghcr.io/haiku/haikudepotserver:1.0.200"));
        assert!(!held("ghcr.io/haiku/haikudepotserver:1.0.201"));
        assert!(!held("ghcr.io/haiku/other:1"));
        assert!(held("ghcr.io/haiku/pgbackup:3.1.0") && held("docker.io/postgres:17"));
        facts.set("image-missing");
        assert!(!held("ghcr.io/haiku/haikudepotserver:1.0.200"));
    }
}
