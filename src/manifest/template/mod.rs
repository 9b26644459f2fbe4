//! What it is for: OpenShift Templates processed here as `oc process --local` does it, so that no right and no server is
//! needed, and nothing is processed twice.
//! In: the text of a file, the values given for its parameters, a source of random bytes. Out: objects in the template's
//! order, ready to be applied, with everything that should be said about them. Never: I/O, a value in a note or an error,
//! or a template that could be read in two ways.
//!
//! Where this differs from `oc` on purpose, a [`Note`] says so to the person when it makes a difference:
//!
//! 1. A second template in the file is refused; `oc` takes the first and ignores the rest.
//! 2. A parameter declared twice is refused; `oc` fills one and substitutes the other.
//! 3. Keys that become equal by substitution are refused; with `oc` chance decides.
//! 4. A substituted value is never looked at again; with several references in one string `oc` replaces inside what it
//!    has just put in.
//! 5. Generated values come from the system's generator, ranges include both ends, single characters in a class are
//!    refused where `oc` drops them, and a generated text is not read as an expression again.
//! 6. Items of a `List` are objects of their own: labelled, mapped and freed of a fixed namespace like the others.
//! 7. Nulls, `status` and what the server writes into `metadata` go, as before every apply.
//! 8. Keys that a Template does not have are said; `oc` ignores them.
//! 9. All that is missing or unknown among the parameters is said at once.

mod fill;
mod generate;
mod legacy;
mod note;
mod params;
mod process;
mod read;
mod refs;
mod secrets;

pub use generate::{Expression, ExpressionError, Random};
pub use note::Note;
pub use params::{GivenError, GivenProblem, Parameter};
pub use process::{Landing, ProcessError, Processed};
pub use read::{Template, TemplateError};
pub use refs::{Reference, Referred, references};
pub use secrets::Secrets;

#[cfg(test)]
mod tests;
