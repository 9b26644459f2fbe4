//! What it is for: the revisions behind a roll-out: replica sets of a Deployment, replication controllers of a
//! `DeploymentConfig`. In: their rows. Out: "2 of 3 on revision 7, 1 on revision 6". Never: I/O, or a verdict.

use jiff::Timestamp;

use crate::words::Sentence;

/// A `ReplicaSet` of a Deployment, or a `ReplicationController` of a `DeploymentConfig`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RevisionRow {
    /// Name.
    pub name: String,
    /// `metadata.uid` of its controller.
    pub owner: String,
    /// Number; 0 when it is not told.
    pub number: i64,
    /// Pods that it has.
    pub pods: i32,
    /// Of these, those that are ready.
    pub ready: i32,
    /// Images, in the template's order.
    pub images: Vec<String>,
    /// `DeploymentConfig`: how its roll-out stands, such as `Complete`; else empty.
    pub phase: String,
    /// `metadata.creationTimestamp`.
    pub created: Option<Timestamp>,
}

/// The newest first.
pub fn sort(rows: &mut [RevisionRow]) {
    rows.sort_by(|a, b| (b.number, b.created, &b.name).cmp(&(a.number, a.created, &a.name)));
}

/// Which revisions have pods; `None` when no revision is known. `rows` stand with the newest first.
pub fn words(rows: &[RevisionRow], wanted: i32) -> Option<String> {
    let newest = rows.first().filter(|row| row.number > 0)?;
    let first = Sentence::new("revisions-newest")
        .count("count", newest.pods)
        .with("wanted", wanted.to_string())
        .with("revision", newest.number.to_string());
    let older = rows.iter().skip(1).filter(|row| row.pods > 0).map(|row| {
        let words = Sentence::new("revisions-older").count("count", row.pods);
        words.with("revision", row.number.to_string()).text()
    });
    Some(std::iter::once(first.text()).chain(older).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: i64, pods: i32) -> RevisionRow {
        RevisionRow { name: format!("web-{number}"), number, pods, ..RevisionRow::default() }
    }

    #[test]
    fn the_newest_is_told_and_older_ones_while_they_have_pods() {
        let mut rows = vec![row(5, 0), row(7, 2), row(6, 1)];
        sort(&mut rows);
        assert_eq!(words(&rows, 3).as_deref(), Some("2 of 3 on revision 7, 1 on revision 6"));
        assert_eq!(words(&[row(10, 3), row(9, 0)], 3).as_deref(), Some("3 of 3 on revision 10"));
        assert_eq!(words(&[], 3), None);
        assert_eq!(words(&[row(0, 3)], 3), None);
    }
}
