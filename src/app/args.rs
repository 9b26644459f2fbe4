//! What it is for: the command line, which fills the form and never carries anything out.
//! In: arguments. Out: [`Args`]. Never: a secret (arguments are visible to every process of the machine).

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::ui::view::Page;

/// Carry out a written change on a Kubernetes or OpenShift cluster from a window, step by step.
///
/// The options fill the start page's form. Nothing is carried out before it was shown and confirmed in the window.
#[derive(Debug, Clone, Default, PartialEq, Eq, Parser)]
#[command(version, about, long_about, disable_help_subcommand = true)]
pub(super) struct Args {
    /// What to do instead of opening the window.
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Kubeconfig file; default: `KUBECONFIG`, merged as kubectl merges it, else ~/.kube/config.
    #[arg(long, value_name = "FILE")]
    pub(super) kubeconfig: Option<PathBuf>,
    /// Context of the kubeconfig; default: its current context.
    #[arg(long, value_name = "NAME")]
    pub(super) context: Option<String>,
    /// Namespace of the change; default: the context's.
    #[arg(long, short = 'n', value_name = "NAME")]
    pub(super) namespace: Option<String>,
    /// Folder of the infrastructure repository.
    #[arg(long, value_name = "DIR")]
    pub(super) repository: Option<PathBuf>,
    /// Procedure by its name, such as haikudepot-deploy.
    #[arg(long, value_name = "NAME")]
    pub(super) procedure: Option<String>,
    /// Value of a parameter; may be given several times. Secret parameters are refused.
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = assignment)]
    pub(super) set: Vec<(String, String)>,
    /// Practise: a change on a cluster of its own inside the window, with a sample repository; nothing real is touched.
    #[arg(long, conflicts_with_all = ["kubeconfig", "context", "namespace", "repository", "procedure"])]
    pub(super) practice: bool,
    /// Registry mirrors, a file in the form of registries.conf (version 2).
    #[arg(long, value_name = "FILE")]
    pub(super) registries_conf: Option<PathBuf>,
    /// A certificate authority (PEM) that is trusted beside the system's, for registries and HTTP checks.
    #[arg(long, value_name = "FILE")]
    pub(super) extra_ca: Option<PathBuf>,
    /// The page that is shown first: change, cluster or history.
    #[arg(long, value_name = "NAME", value_parser = Page::NAMED.map(|(name, _)| name))]
    pub(super) page: Option<String>,
    /// Colours: dark, light, contrast or system.
    #[arg(long, value_name = "NAME", value_parser = ["dark", "light", "contrast", "system"])]
    pub(super) theme: Option<String>,
    /// Language: en or de; default: the settings', else the system's.
    #[arg(long, value_name = "NAME", value_parser = ["en", "de"], global = true)]
    pub(super) lang: Option<String>,
}

/// Uses without a window.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub(super) enum Command {
    /// Check procedure files; prints every problem with its place and ends with 1 when there is an error.
    Check {
        /// Files to check.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Print what completes the command line in this shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, in the form of man(7).
    Man,
}

/// Splits at the first `=` only: values may hold more of them.
fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(format!("`{text}` is not NAME=VALUE")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_may_hold_equal_signs() {
        let args = Args::try_parse_from(["changeover", "--set", "a=b=c"]).expect("parses");
        assert_eq!(args.set, [("a".to_owned(), "b=c".to_owned())]);
        assert!(Args::try_parse_from(["changeover", "--set", "a"]).is_err());
    }
}
