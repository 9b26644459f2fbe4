use std::{collections::BTreeSet, sync::Arc};

use super::*;
use crate::{
    action::Mark,
    observed::survey::{Item, Section},
};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn item(name: &str) -> Item {
    Item {
        row: format!("uid-{name}").into(),
        kind: "Pod".into(),
        group: Some("".into()),
        namespace: "shop".into(),
        name: name.into(),
        uid: format!("uid-{name}").into(),
        generation: 3,
        mark: Mark::Bad,
        is_moving: true,
        state: "The image \"x\" cannot be pulled \u{2026}".into(),
        hint: Some("Check it".into()),
        ready: Some((0, 2)),
        count: 7,
        restarted: Some(at(90)),
        about: "registry.example/web:1".into(),
        digest: Some("sha256:abc".into()),
        owner: Some("ReplicaSet/web-5c9".into()),
        node: Some("node-a".into()),
        labels: "app=web,tier=front".into(),
        created: Some(at(50)),
    }
}

/// A row with as little as a row may have.
fn bare(name: &str) -> Item {
    Item {
        mark: Mark::Good,
        is_moving: false,
        generation: 0,
        group: None,
        hint: None,
        ready: None,
        count: 0,
        restarted: None,
        digest: None,
        owner: None,
        node: None,
        created: None,
        ..item(name)
    }
}

fn whose(scope: &str) -> Whose {
    Whose { identity: Digest::new("identity"), scope: scope.to_owned() }
}

fn kept(scope: &str, pods: Vec<Item>) -> Kept {
    let pods = Arc::new(pods.into_iter().map(Arc::new).collect());
    let rows = [(Section::Pods, pods), (Section::Jobs, Arc::default())].into();
    let last = Last { at: at(100), rows, hidden: [Section::Routes].into(), left_out: BTreeSet::new() };
    Kept { whose: whose(scope), who: Some("anna".to_owned()), last }
}

#[test]
fn rows_come_back_as_they_were() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = folder.path().join("rows");
    let given = kept("shop", vec![item("web-1"), bare("web-2")]);
    write(&rows, &given).expect("written");
    assert_eq!(read(&rows, &whose("shop"), at(200)), Some(given.clone()));
    // Again, in place of the first.
    let newer = kept("shop", vec![bare("web-3")]);
    write(&rows, &newer).expect("written");
    assert_eq!(read(&rows, &whose("shop"), at(200)), Some(newer));
    assert_eq!(fs::read_dir(&rows).expect("a folder").count(), 1, "nothing is left beside it");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&rows), mode(&whose("shop").file(&rows))), (0o700, 0o600));
    }
}

#[test]
fn rows_of_another_place_or_too_old_ones_are_not_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = folder.path();
    write(rows, &kept("shop", vec![item("web-1")])).expect("written");
    assert_eq!(read(rows, &whose(""), at(200)), None);
    let other = Whose { identity: Digest::new("other"), scope: "shop".to_owned() };
    assert_eq!(read(rows, &other, at(200)), None);
    // A file under another's name, as after a copy by hand.
    fs::copy(whose("shop").file(rows), other.file(rows)).expect("copied");
    assert_eq!(read(rows, &other, at(200)), None);
    assert_eq!(read(rows, &whose("shop"), at(100 + 31 * 86_400)), None);
}

#[test]
fn a_torn_or_strange_file_is_as_good_as_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let (rows, whose) = (folder.path(), whose("shop"));
    write(rows, &kept("shop", vec![item("web-1"), bare("web-2")])).expect("written");
    let file = whose.file(rows);
    let text = fs::read_to_string(&file).expect("text");
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        fs::write(&file, text.get(..end).expect("a part")).expect("written");
        assert_eq!(read(rows, &whose, at(200)), None, "{end} bytes");
    }
    fs::write(&file, vec![0; text.len()]).expect("written");
    assert_eq!(read(rows, &whose, at(200)), None);
    assert!(text.contains(r#""format":2"#) && text.contains(r#""l":"#), "{text}");
    for (from, to) in
        [(r#""format":2"#, r#""format":1"#), (r#""l":"#, r#""l":99"#), (r#""at":""#, r#""at":"x"#)]
    {
        fs::write(&file, text.replace(from, to)).expect("written");
        assert_eq!(read(rows, &whose, at(200)), None, "{to}");
    }
    fs::write(&file, text).expect("written");
    assert!(read(rows, &whose, at(200)).is_some());
}

#[test]
fn the_largest_section_is_left_out_when_there_is_too_much() {
    let pods: Vec<Item> = (0..100).map(|number| item(&format!("web-{number}"))).collect();
    let given = kept("shop", pods);
    let packed = |most: usize| Packed::of(&given, most).unpack().expect("rows").last;
    let (all, some) = (packed(MOST), packed(5_000));
    assert_eq!(all, given.last);
    assert_eq!(some.left_out, [Section::Pods].into());
    assert_eq!(some.rows.keys().copied().collect::<Vec<_>>(), [Section::Jobs]);
}

#[test]
fn what_events_say_is_not_kept_and_not_told_as_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut given = kept("shop", vec![item("web-1")]);
    let event = Item { state: "hunter2".into(), ..item("event") };
    given.last.rows.insert(Section::Warnings, Arc::new(vec![Arc::new(event)]));
    write(folder.path(), &given).expect("written");
    let text = fs::read_to_string(whose("shop").file(folder.path())).expect("text");
    assert!(!text.contains("hunter2") && text.contains("web-1"), "{text}");
    let last = read(folder.path(), &whose("shop"), at(200)).expect("rows").last;
    assert_eq!(last.left_out, [Section::Warnings].into());
    assert!(!last.rows.contains_key(&Section::Warnings));
}

#[test]
fn fifty_thousand_pods_are_kept_and_their_texts_once() {
    let pod = |number: u32| Item {
        name: format!("depot-server-5c9f7d6b8-{number:05}").into(),
        row: format!("00000000-0000-0000-0000-{number:012}").into(),
        uid: format!("00000000-0000-0000-0000-{number:012}").into(),
        labels: format!("app=depot-server-{},pod-template-hash=5c9f7d6b8,tier=front", number % 50).into(),
        ..item("")
    };
    let given = kept("", (0..50_000).map(pod).collect());
    assert!(Packed::of(&given, MOST).unpack().expect("rows").last.left_out.is_empty());
    let size = serde_json::to_vec(&Packed::of(&given, MOST)).expect("text").len();
    assert!(size < 16 << 20, "{size} bytes");
}

#[test]
fn old_files_and_too_many_go_and_those_of_others_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = folder.path();
    let now = SystemTime::now();
    let make = |name: &str, age: Duration| {
        let file = fs::File::create(rows.join(name)).expect("a file");
        file.set_modified(now.checked_sub(age).expect("a time")).expect("a time");
    };
    for number in 0..FILES + 5 {
        let minutes = u64::try_from(number).expect("a number");
        make(&format!("{number}.json"), Duration::from_mins(minutes));
    }
    make("old.json", OLDEST + Duration::from_hours(1));
    make("new-torn", Duration::from_hours(2));
    make("new-under-way", Duration::ZERO);
    make("other.txt", OLDEST * 2);
    tidy(rows, now);
    let is_there = |name: &str| rows.join(name).exists();
    assert!(is_there("0.json") && is_there(&format!("{}.json", FILES - 1)));
    assert!(!is_there(&format!("{FILES}.json")) && !is_there("old.json") && !is_there("new-torn"));
    assert!(is_there("new-under-way") && is_there("other.txt"));
    make("0.json", OLDEST + Duration::from_hours(1));
    tidy(rows, now);
    assert!(!is_there("0.json"));
}

#[test]
fn what_was_given_is_written_before_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let keeper = Keeper::start(folder.path()).expect("a thread");
    keeper.put(kept("shop", vec![item("web-1")]), false);
    keeper.put(kept("shop", vec![item("web-2")]), false);
    keeper.put(kept("other", vec![item("web-3")]), true);
    drop(keeper);
    let name = |scope: &str| {
        let kept = read(folder.path(), &whose(scope), at(200)).expect("rows");
        kept.last.rows.get(&Section::Pods).and_then(|pods| pods.first().map(|pod| pod.name.to_string()))
    };
    assert_eq!((name("shop").as_deref(), name("other").as_deref()), (Some("web-2"), Some("web-3")));
}
