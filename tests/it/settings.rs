//! The settings in the real window: obeyed at once, kept, and put aside when their file is damaged.

use std::{fs, path::Path, process::Command, time::Duration};

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::{
    cluster_namespace::succeed,
    eventually,
    window::{Window, in_window_alone},
};

const LONG: Duration = Duration::from_mins(1);

pub fn trials() -> Vec<Trial> {
    vec![in_window_alone("settings::are_obeyed_at_once_and_kept", obeyed_and_kept)]
}

/// The file as it is, once it is so.
fn file_says(home: &Path, what: &str, is: impl Fn(&Value) -> bool) -> Value {
    let path = home.join("config/changeover/settings.json");
    eventually(what, LONG, || {
        let text = fs::read_to_string(&path).map_err(|fault| fault.to_string())?;
        let settings: Value = serde_json::from_str(&text).map_err(|fault| fault.to_string())?;
        if is(&settings) { Ok(settings) } else { Err(text) }
    })
}

/// Ends the program as the end of a session does, and starts it anew.
fn again(window: &mut Window, between: impl FnOnce()) {
    window.screen.may_end();
    let asked = Command::new("kill").args(["-TERM", &window.process().to_string()]).output();
    succeed(&asked.expect("a program"));
    eventually("the program ends", LONG, || {
        window.screen.items();
        if window.screen.is_gone() { Ok(()) } else { Err("it is there".to_owned()) }
    });
    window.close();
    between();
    window.again(&[], &[("KUBECONFIG", "/nowhere".into())]);
}

fn obeyed_and_kept() {
    let home = tempfile::tempdir().expect("a home");
    let mut window = Window::open(home.path(), &[], &[("KUBECONFIG", "/nowhere".into())]);
    let screen = &mut window.screen;
    screen.keep_pictures();
    screen.click_within("Page: settings", LONG);
    screen.wait("Each setting is obeyed at once", LONG);
    screen.click("Theme: High contrast");
    screen.click("Everything larger");
    screen.wait("110 %", LONG);
    screen.picture("settings");
    screen.click("Read-only");
    screen.wait("READ-ONLY", LONG);
    file_says(home.path(), "what was chosen is kept at once", |settings| {
        let is = |key: &str, value: Value| settings.get(key) == Some(&value);
        is("theme", "contrast".into()) && is("size", 110.into()) && is("read_only", true.into())
    });
    screen.click("Back to the default: Size");
    screen.wait("100 %", LONG);
    screen.key(egui::Key::Escape);
    screen.wait("Start a change", LONG);
    screen.click("Page: cluster");
    screen.wait_gone("Start a change", LONG);
    again(&mut window, || {
        file_says(home.path(), "where the person was is kept at the end", |settings| {
            settings.get("page") == Some(&"cluster".into())
                && settings.get("window").is_some_and(Value::is_array)
        });
    });
    window.screen.wait("READ-ONLY", LONG);
    assert!(!window.screen.words().contains("Start a change"), "the page of before is shown");
    let folder = home.path().join("config/changeover");
    again(&mut window, || fs::write(folder.join("settings.json"), "{\"theme\": ").expect("writes"));
    window.screen.wait("were put aside as", LONG);
    window.screen.wait("Start a change", LONG);
    // What was protected is not known any more.
    window.screen.wait("READ-ONLY", LONG);
    let aside = fs::read_to_string(folder.join("settings.damaged-1.json")).expect("is kept");
    assert_eq!(aside, "{\"theme\": ");
}
