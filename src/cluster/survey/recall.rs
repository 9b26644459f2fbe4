//! What it is for: rows of an earlier time, as the page shows them while the server is not heard yet.
//! In: the rows, a lens. Out: the same as of a survey of the server. Never: a request.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::watch;

use super::{Surveying, is_same};
use crate::{
    cluster::watch::{Wake, show_newest},
    observed::survey::{Last, Lens, Survey},
};

/// Shows the rows through the newest lens until the value is dropped. To be called inside a tokio runtime.
///
/// The first survey that has [`Survey::recalled`] comes a moment later.
pub fn recall(last: Last, lens: Lens, wake: Wake) -> Surveying {
    let (show, newest) = watch::channel(Arc::new(Survey { lens: lens.clone(), ..Survey::default() }));
    let (lens, looks) = watch::channel(lens);
    tokio::spawn(tell(last, looks, show, wake));
    Surveying { newest, lens }
}

async fn tell(last: Last, mut looks: watch::Receiver<Lens>, show: watch::Sender<Arc<Survey>>, wake: Wake) {
    loop {
        let lens = looks.borrow_and_update().clone();
        show_newest(&show, last.survey(&lens, Timestamp::now()), is_same, &wake);
        tokio::select! {
            asked = looks.changed() => if asked.is_err() { break },
            () = show.closed() => break,
        }
    }
}
