//! What it is for: files that a person adds to a note, pictures and logs, kept beside the journal.
//! In: a file's own name and its bytes. Out: what the journal says of it, the file in the change's folder, and whether it
//! is still as it was. Never: a name or path on this disk that somebody else chose, half a file, or a file replaced.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{reopen::sync_folder, store::restrict, travel::place};
use crate::plan::hex;

/// The folder of such files, within the change's own.
pub const EVIDENCE: &str = "evidence";
/// Largest file, in bytes: 8 MiB, which is also what is read of a file of the repository.
pub const LARGEST: u64 = 8 << 20;
/// Most files of one note.
pub const MOST: usize = 10;
/// Hexadecimal digits of the hash in a file's name.
const SHORT: usize = 8;
/// Characters of a file's own name that are kept in its name here.
const KEPT_NAME: usize = 48;
/// Characters of a file's own name that the journal tells.
const TOLD_NAME: usize = 200;
/// How a text's name may end; anything else is called `.txt`, so that no program takes it for more than text.
const TEXT_ENDS: &[&str] = &["txt", "log", "json", "yaml", "yml", "csv", "md", "diff"];

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttachmentKind {
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
    /// A picture; its first one.
    Gif,
    /// A picture.
    Webp,
    /// Text: a log, an output.
    Text,
    /// Something that a later version knows.
    #[serde(other)]
    Other,
}

impl AttachmentKind {
    /// What these bytes are, whatever the file is called; `None` for what is neither picture nor text.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
            Some(Self::Gif)
        } else if is_webp {
            Some(Self::Webp)
        } else if bytes.iter().all(|byte| is_textual(*byte)) {
            Some(Self::Text)
        } else {
            None
        }
    }

    /// Whether it can be looked at as a picture.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Gif | Self::Webp)
    }

    /// How a file of it ends; a text's own end is kept where that is harmless.
    fn ending(self, own: &str) -> String {
        match self {
            Self::Png => "png".to_owned(),
            Self::Jpeg => "jpg".to_owned(),
            Self::Gif => "gif".to_owned(),
            Self::Webp => "webp".to_owned(),
            Self::Text | Self::Other => {
                let own = own.to_lowercase();
                if TEXT_ENDS.contains(&own.as_str()) { own } else { "txt".to_owned() }
            }
        }
    }
}

/// What stands in a text: line ends, tabs, the colours of a terminal, letters of any encoding without zeros.
fn is_textual(byte: u8) -> bool {
    byte >= 0x20 || matches!(byte, 0x07..=0x0d | 0x1b)
}

/// A file of a note, as the journal tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Where it lies: a path below the change's folder, with `/`.
    pub file: String,
    /// What it was called where it came from; anything may stand in it.
    pub name: String,
    /// What it is.
    pub kind: AttachmentKind,
    /// Bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There is nothing in it.
    #[error("is empty")]
    Empty,
    /// It is larger than [`LARGEST`].
    #[error("is too large")]
    TooLarge,
    /// It is neither a picture that is known here nor text.
    #[error("is neither picture nor text")]
    Unknown,
}

impl Attachment {
    /// What the journal is to say of a file with this name and these bytes.
    ///
    /// # Errors
    /// The file is not taken.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, Unfit> {
        if bytes.is_empty() {
            return Err(Unfit::Empty);
        }
        if bytes.len() as u64 > LARGEST {
            return Err(Unfit::TooLarge);
        }
        let kind = AttachmentKind::of(bytes).ok_or(Unfit::Unknown)?;
        let sha256 = hex(&Sha256::digest(bytes));
        let file = format!("{EVIDENCE}/{}", safe_name(name, kind, &sha256));
        let name = name.chars().take(TOLD_NAME).collect();
        Ok(Self { file, name, kind, size: bytes.len() as u64, sha256 })
    }

    /// Its name within the folder of such files; `None` when the journal names a place elsewhere.
    pub fn own_name(&self) -> Option<&str> {
        let name = self.file.strip_prefix(EVIDENCE)?.strip_prefix('/')?;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let is_name = !name.is_empty() && name.len() <= 120 && !name.starts_with('.');
        (is_name && name.chars().all(is_plain)).then_some(name)
    }

    /// Where it lies in the folder of its change; `None` when the journal names a place elsewhere.
    pub fn path_in(&self, folder: &Path) -> Option<PathBuf> {
        Some(folder.join(EVIDENCE).join(self.own_name()?))
    }

    /// Whether these are its bytes.
    pub fn is(&self, bytes: &[u8]) -> bool {
        bytes.len() as u64 == self.size && hex(&Sha256::digest(bytes)) == self.sha256
    }
}

/// A name of letters, digits and dashes with a part of the hash, so that two files of one name can stand beside each other.
fn safe_name(name: &str, kind: AttachmentKind, sha256: &str) -> String {
    let own = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, end) = own.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((own, ""));
    let mut kept = String::new();
    for c in stem.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            kept.push(c);
        } else if !kept.is_empty() && !kept.ends_with('-') {
            kept.push('-');
        }
    }
    let kept: String = kept.chars().take(KEPT_NAME).collect();
    let kept = kept.trim_matches('-');
    let kept = match kept {
        "" if kind.is_picture() => "picture",
        "" => "text",
        kept => kept,
    };
    let short: String = sha256.chars().take(SHORT).collect();
    format!("{kept}-{short}.{}", kind.ending(end))
}

/// Puts a file into the folder of its change, whole and on the disk, or not at all; only the owner may read it. What lies
/// there already with the same bytes is left.
///
/// # Errors
/// The system's; also when another file has that name.
pub fn keep(folder: &Path, attachment: &Attachment, bytes: &[u8]) -> io::Result<()> {
    let name = attachment.own_name().ok_or(io::ErrorKind::InvalidInput)?;
    let below = folder.join(EVIDENCE);
    match fs::create_dir(&below) {
        Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => {
            if !fs::symlink_metadata(&below)?.is_dir() {
                return Err(io::ErrorKind::NotADirectory.into());
            }
        }
        made => {
            made?;
            restrict(&below)?;
            sync_folder(folder)?;
        }
    }
    match place(&below, name, bytes) {
        Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => match find(folder, attachment)? {
            Found::Sound(_) => Ok(()),
            Found::Altered | Found::Missing => Err(fault),
        },
        placed => placed,
    }
}

/// A file of a note, as it is found later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It is as it was; its bytes.
    Sound(Vec<u8>),
    /// Something else lies there.
    Altered,
    /// Nothing lies there: it was taken away, or stayed on the machine where it was added.
    Missing,
}

/// Reads a file of a note back.
///
/// # Errors
/// It is there and cannot be read.
pub fn find(folder: &Path, attachment: &Attachment) -> io::Result<Found> {
    let Some(path) = attachment.path_in(folder) else { return Ok(Found::Missing) };
    match fs::symlink_metadata(&path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Found::Missing),
        // A link, or a pipe that would never end.
        Ok(meta) if !meta.is_file() => return Ok(Found::Altered),
        meta => meta.map(drop)?,
    }
    let mut bytes = Vec::new();
    File::open(&path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(if attachment.is(&bytes) { Found::Sound(bytes) } else { Found::Altered })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";

    fn of(name: &str, bytes: &[u8]) -> Attachment {
        Attachment::of(name, bytes).expect("taken")
    }

    #[test]
    fn what_a_file_is_its_bytes_say_and_not_its_name() {
        let cases: [(&[u8], Option<AttachmentKind>); 8] = [
            (PNG, Some(AttachmentKind::Png)),
            (b"\xff\xd8\xff\xe0", Some(AttachmentKind::Jpeg)),
            (b"GIF89a...", Some(AttachmentKind::Gif)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(AttachmentKind::Webp)),
            (b"15:04 \x1b[31merror\x1b[0m\r\n\tGr\xfc\xdfe", Some(AttachmentKind::Text)),
            (b"PK\x03\x04", None),
            (b"\x7fELF\x02", None),
            (b"t\0e\0x\0t\0", None),
        ];
        for (bytes, kind) in cases {
            assert_eq!(AttachmentKind::of(bytes), kind, "{bytes:?}");
        }
        assert_eq!(Attachment::of("a.png", b""), Err(Unfit::Empty));
        assert_eq!(Attachment::of("a.png", b"PK\x03\x04"), Err(Unfit::Unknown));
        let large = vec![b'x'; usize::try_from(LARGEST).expect("small") + 1];
        assert_eq!(Attachment::of("a.log", &large), Err(Unfit::TooLarge));
    }

    #[test]
    fn a_name_leads_nowhere_else_and_two_of_one_name_can_stand() {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        for name in [
            "../../etc/passwd",
            "..\\..\\a.png",
            "/etc/shadow",
            ".bashrc",
            "a\u{202e}gnp.exe",
            "a\n\u{1b}[2J.png",
            "con",
            "",
            "日本語.png",
            "-rf.png",
            &"x".repeat(5_000),
        ] {
            let one = of(name, PNG);
            assert!(
                one.file.chars().all(plain) && one.file.split('.').next_back() == Some("png"),
                "{name}: {}",
                one.file
            );
            assert!(one.file.len() < 80 && !one.file.contains(".."), "{name}: {}", one.file);
            let path = one.path_in(Path::new("/c")).expect("a place");
            assert_eq!(path.parent(), Some(Path::new("/c/evidence")), "{name}");
        }
        let (one, two) = (of("shot.png", PNG), of("shot.png", b"\x89PNG\r\n\x1a\nother"));
        assert!(one.file.starts_with("evidence/shot-") && one.file != two.file);
        assert_eq!(of("run.sh", b"#!/bin/sh\n").file.rsplit_once('.').map(|(_, end)| end), Some("txt"));
        assert_eq!(of("App.LOG", b"x").file.rsplit_once('.').map(|(_, end)| end), Some("log"));
        for file in
            ["../x.png", "evidence/../x", "evidence/.x", "evidence/", "evidence/a/b", "/etc/x", "evidencex"]
        {
            let elsewhere = Attachment { file: file.to_owned(), ..one.clone() };
            assert_eq!(elsewhere.path_in(Path::new("/c")), None, "{file}");
            assert!(keep(Path::new("/nowhere"), &elsewhere, PNG).is_err());
        }
    }

    #[test]
    fn a_file_is_kept_for_the_owner_found_again_and_a_changed_one_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let one = of("shot.png", PNG);
        assert_eq!(find(folder.path(), &one).expect("read"), Found::Missing);
        keep(folder.path(), &one, PNG).expect("kept");
        keep(folder.path(), &one, PNG).expect("there already");
        assert_eq!(find(folder.path(), &one).expect("read"), Found::Sound(PNG.to_vec()));
        let path = one.path_in(folder.path()).expect("a place");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));
        }
        fs::write(&path, b"\x89PNG\r\n\x1a\nrosT").expect("written");
        assert_eq!(find(folder.path(), &one).expect("read"), Found::Altered);
        assert!(keep(folder.path(), &one, PNG).is_err(), "what lies there is not replaced");
        fs::remove_file(&path).expect("removed");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/etc/hostname", &path).expect("a link");
            assert_eq!(find(folder.path(), &one).expect("read"), Found::Altered);
        }
    }

    #[test]
    fn a_kind_of_a_later_version_is_read() {
        let kind: AttachmentKind = serde_json::from_str("\"hologram\"").expect("read");
        assert_eq!(kind, AttachmentKind::Other);
        let json = serde_json::to_string(&AttachmentKind::Webp).expect("written");
        assert_eq!(json, "\"webp\"");
    }
}
