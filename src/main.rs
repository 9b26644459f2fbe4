//! What it is for: arguments, logging, window options; everything else is the library's.
//! In: the command line. Out: a window, or the report of `check`. Never: a deed: arguments only fill the form.

use std::process::ExitCode;

use changeover::app;

fn main() -> ExitCode {
    app::main()
}
