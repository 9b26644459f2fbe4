//! What only tests may have is not in the program that everybody gets.

use std::{fs, path::Path, process::Command, time::Instant};

/// What only tests may have in the program, as its bytes tell.
const FAULT_POINTS: &str = "CHANGEOVER_FAULT_POINT";
/// What eframe says when it was built without inspection; it names the variable in both builds.
const NO_INSPECTION: &str = "compiled without eframe/inspection";

/// Builds the program as everybody gets it, beside the one of the tests, and looks for what only tests may have.
pub fn in_test_builds_only() {
    let ours = Path::new(env!("CARGO_BIN_EXE_changeover"));
    let folder = ours.ancestors().nth(2).expect("the target folder");
    let begun = Instant::now();
    // Only the end product goes elsewhere: what was built of the dependencies is used again, and the test build stays.
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["build", "--quiet", "--locked", "--bin", "changeover", "--target-dir"])
        .arg(folder.join("as-released"))
        .env("CARGO_BUILD_BUILD_DIR", folder)
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    let built = cargo.output().expect("cargo");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    eprintln!("the program as released was built in {:?}", begun.elapsed());
    let program = ours.file_name().expect("a name");
    let released = folder.join("as-released/debug").join(program);
    let shows_nothing = "the test build does not differ, so that this test shows nothing";
    assert!(holds(ours, FAULT_POINTS) && !holds(ours, NO_INSPECTION), "{shows_nothing}");
    assert!(!holds(&released, FAULT_POINTS), "fault points are in the program as released");
    assert!(holds(&released, NO_INSPECTION), "inspection is in the program as released");
}

fn holds(program: &Path, mark: &str) -> bool {
    let bytes = fs::read(program).expect("the program");
    bytes.windows(mark.len()).any(|window| window == mark.as_bytes())
}
