//! A file dragged from another program: the source's side of XDND, as a file manager plays it.
//!
//! In: a display and files. Out: they were let go on the program's window. The pointer itself does not move: what the
//! window is told is what counts.

use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use x11rb::{
    COPY_DEPTH_FROM_PARENT,
    connection::Connection as _,
    protocol::{
        Event,
        xproto::{
            Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
            SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
        },
    },
    rust_connection::RustConnection,
    wrapper::ConnectionExt as _,
};

/// For what the program decides.
const LONG: Duration = Duration::from_mins(1);
/// The version of XDND that is spoken.
const VERSION: u32 = 5;

/// A program that drags files.
#[derive(Debug)]
pub struct Drag {
    connection: RustConnection,
    own: Window,
    target: Window,
    files: Vec<PathBuf>,
}

impl Drag {
    /// Takes files onto the only window of this display, and holds them there.
    pub fn over(display: &str, files: &[&Path]) -> Self {
        let (connection, screen) = x11rb::connect(Some(&format!(":{display}"))).expect("a display");
        let root = connection.setup().roots.get(screen).expect("a screen").root;
        let own = connection.generate_id().expect("a number");
        let aux = CreateWindowAux::new();
        connection
            .create_window(
                COPY_DEPTH_FROM_PARENT,
                own,
                root,
                0,
                0,
                1,
                1,
                0,
                WindowClass::INPUT_OUTPUT,
                0,
                &aux,
            )
            .expect("a window");
        let files = files.iter().map(|file| (*file).to_owned()).collect();
        let mut drag = Self { connection, own, target: root, files };
        drag.target = drag.find(root);
        let selection = drag.atom("XdndSelection");
        drag.connection.set_selection_owner(own, selection, x11rb::CURRENT_TIME).expect("its owner");
        let list = drag.atom("text/uri-list");
        drag.tell("XdndEnter", [own, VERSION << 24, list, 0, 0]);
        let copy = drag.atom("XdndActionCopy");
        drag.tell("XdndPosition", [own, 0, 300 * 0x1_0001, x11rb::CURRENT_TIME, copy]);
        drag.serve("XdndStatus");
        drag
    }

    /// Lets them go.
    pub fn let_go(self) {
        self.tell("XdndDrop", [self.own, 0, x11rb::CURRENT_TIME, 0, 0]);
        self.serve("XdndFinished");
    }

    fn atom(&self, name: &str) -> Atom {
        let asked = self.connection.intern_atom(false, name.as_bytes()).expect("asked");
        asked.reply().expect("an atom").atom
    }

    /// The window that takes what is dragged onto it.
    fn find(&self, root: Window) -> Window {
        let aware = self.atom("XdndAware");
        let begun = Instant::now();
        loop {
            let below = self.connection.query_tree(root).expect("asked").reply().expect("windows").children;
            let takes = |window: &Window| {
                let asked = self.connection.get_property(false, *window, aware, AtomEnum::ANY, 0, 1);
                asked.ok().and_then(|asked| asked.reply().ok()).is_some_and(|found| found.value_len > 0)
            };
            if let Some(found) = below.into_iter().find(takes) {
                return found;
            }
            assert!(begun.elapsed() < LONG, "no window takes what is dragged onto it");
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn tell(&self, what: &str, data: [u32; 5]) {
        let message = ClientMessageEvent::new(32, self.target, self.atom(what), data);
        self.connection.send_event(false, self.target, EventMask::NO_EVENT, message).expect("told");
        self.connection.flush().expect("sent");
    }

    /// Gives the files' names when they are asked for, until the window answers with this.
    fn serve(&self, answer: &str) {
        let answer = self.atom(answer);
        let begun = Instant::now();
        let mut is_answered = false;
        let mut is_asked = false;
        // The answer to where it is comes before the names are asked for.
        while !is_answered || !is_asked {
            match self.connection.poll_for_event().expect("a connection") {
                Some(Event::SelectionRequest(asked)) => {
                    self.give(&asked);
                    is_asked = true;
                }
                Some(Event::ClientMessage(told)) if told.type_ == answer => {
                    is_answered = true;
                    is_asked |= answer == self.atom("XdndFinished");
                }
                Some(_) => {}
                None => thread::sleep(Duration::from_millis(10)),
            }
            assert!(begun.elapsed() < LONG, "the window does not answer");
        }
    }

    fn give(&self, asked: &SelectionRequestEvent) {
        let lines = self
            .files
            .iter()
            .fold(String::new(), |lines, file| lines + "file://" + &file.display().to_string() + "\r\n");
        self.connection
            .change_property8(
                PropMode::REPLACE,
                asked.requestor,
                asked.property,
                asked.target,
                lines.as_bytes(),
            )
            .expect("given");
        let notify = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: asked.time,
            requestor: asked.requestor,
            selection: asked.selection,
            target: asked.target,
            property: asked.property,
        };
        self.connection.send_event(false, asked.requestor, EventMask::NO_EVENT, notify).expect("told");
        self.connection.flush().expect("sent");
    }
}
