//! What it is for: the API server's clock. In: a connection. Out: how far this computer's clock is from it, and how sure
//! that is. Never: a guess from anything but the `Date` of an answer.

use http::{Request, header::DATE};
use jiff::{SignedDuration, Timestamp};
use kube::client::Body;

use super::{
    connect::Cluster,
    error::{Attempt, ClusterError, Verb},
};

/// Two clocks compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// How far this computer's clock is ahead of the server's; negative when it is behind.
    pub ahead: SignedDuration,
    /// By how much that may be wrong: half the answer's way, and the second in which a `Date` is told.
    pub within: SignedDuration,
}

/// Compares this computer's clock with the server's; `None` when the answer has no time.
///
/// # Errors
/// No answer.
pub async fn difference(cluster: &Cluster) -> Result<Option<Difference>, ClusterError> {
    let attempt = Attempt::new(Verb::Ask, "version");
    let client = cluster.client();
    let asked = Timestamp::now();
    let request = async {
        let request = Request::get("/version").body(Body::empty()).map_err(kube::Error::HttpError)?;
        client.send(request).await
    };
    let answer = cluster.read(&attempt, request).await?;
    let heard = Timestamp::now();
    let told = answer.headers().get(DATE).and_then(|date| date.to_str().ok()).and_then(parsed);
    Ok(told.map(|told| compared(asked, told, heard)))
}

fn parsed(date: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(date).ok().map(|zoned| zoned.timestamp())
}

fn compared(asked: Timestamp, told: Timestamp, heard: Timestamp) -> Difference {
    let half = heard.duration_since(asked).abs() / 2;
    // A time told in whole seconds is half a second early on the average.
    let middle = told + SignedDuration::from_millis(500);
    let ahead = (asked + half).duration_since(middle);
    Difference { ahead, within: half + SignedDuration::from_millis(500) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_compared_at_the_middle_of_the_way() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        let told = parsed("Sun, 22 Nov 2026 16:30:00 GMT").expect("a date");
        assert_eq!(told, at("2026-11-22T16:30:00Z"));
        let seen = compared(at("2026-11-22T16:35:00Z"), told, at("2026-11-22T16:35:02Z"));
        assert_eq!(seen.ahead, SignedDuration::from_millis(300_500));
        assert_eq!(seen.within, SignedDuration::from_millis(1_500));
        assert_eq!(parsed("yesterday"), None);
    }
}
