//! What it is for: futures of deeds that stay small: a worker's thread has a stack of 2 MiB, and each level of waiting keeps
//! its callee's future in its own. In: the acts' functions. Out: assertions about sizes. Never: a call.

use super::{
    apply, delete, exec, job_create, job_wait, look, needed, perform, probe, route, scale, template,
};
use crate::worker::{execute, ready, rehearse};

/// What carries out a step, and what an act itself holds, in bytes.
const LIMIT: usize = 16 * 1024;

fn of1<A, F>(_: impl FnOnce(A) -> F) -> usize {
    size_of::<F>()
}

fn of2<A, B, F>(_: impl FnOnce(A, B) -> F) -> usize {
    size_of::<F>()
}

fn of3<A, B, C, F>(_: impl FnOnce(A, B, C) -> F) -> usize {
    size_of::<F>()
}

fn of4<A, B, C, D, F>(_: impl FnOnce(A, B, C, D) -> F) -> usize {
    size_of::<F>()
}

fn of5<A, B, C, D, E, F>(_: impl FnOnce(A, B, C, D, E) -> F) -> usize {
    size_of::<F>()
}

#[test]
fn what_carries_out_a_step_is_small() {
    let sizes = [
        ("look", of4(look)),
        ("perform", of3(perform)),
        ("probe", of3(probe)),
        ("perform in a rehearsal", of3(rehearse::perform)),
        ("carry", of5(execute::carry)),
        ("checks", of1(ready::checks)),
        ("apply: look", of3(apply::look)),
        ("apply: perform", of3(apply::perform)),
        ("template: look", of3(template::look)),
        ("template: perform", of3(template::perform)),
        ("template: made", of3(template::made)),
        ("template: needed", of2(needed::missing)),
        ("delete: perform", of3(delete::perform)),
        ("exec: perform", of3(exec::perform)),
        ("route: look", of3(route::look)),
        ("route: perform", of3(route::perform)),
        ("scale: perform", of3(scale::perform)),
        ("job: create", of3(job_create::perform)),
        ("job: wait", of3(job_wait::perform)),
    ];
    let large: Vec<_> = sizes.iter().filter(|(_, size)| *size > LIMIT).collect();
    assert!(large.is_empty(), "over {LIMIT} bytes: {large:?}; all: {sizes:?}");
}
