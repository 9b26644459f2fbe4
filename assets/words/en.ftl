# Every sentence a person reads. One section for each module; a key begins with its section's name.
# Style: short, calm, exact; the person is never blamed; buttons say the deed; no final full stop on labels.

## Counts

count-pods = { $count ->
    [one] 1 pod
   *[other] { $count } pods
}

## Failures (kinds)

failure-person = This can be put right here
failure-world = The cluster, repository or network refused
failure-moved = Something changed meanwhile
failure-unknown = It is not known whether this happened
failure-internal = Changeover made a mistake

## Action

## Manifest

## Procedure

procedure-syntax = This is not readable as YAML: { $detail }
procedure-syntax-hint = Look at this line and the one above: indentation, quotes, brackets
procedure-empty = The file is empty
procedure-key-unknown = `{ $key }` is no key that can stand here
procedure-word-unknown = `{ $word }` is no word that can stand here
procedure-key-missing = `{ $key }` is missing
procedure-type = This is { $found }, and { $wanted } is needed
procedure-type-quotes = Put it in quotes
procedure-value = This value does not fit: { $detail }
procedure-hint-near = Is `{ $near }` meant?
procedure-hint-known = Known here: { $known }
procedure-hint-none = No key can stand here
procedure-hint-actions = The actions are: { $known }
procedure-fixed = `{ $key }` must be `{ $wanted }`
procedure-name = `{ $name }` cannot be a procedure's name: lower-case letters, digits and `-` only
procedure-name-file = The procedure is called `{ $name }`, and its file `{ $file }`: both must say the same
procedure-context-pinned = A context is a personal label and cannot be pinned
procedure-context-pinned-hint = Pin the server instead: `server` with `address`, `caFingerprint`
procedure-shipped-pins = A procedure that is part of Changeover pins no `{ $key }`
procedure-server-empty = `server` names neither `address` nor `caFingerprint`
procedure-list-empty = `{ $key }` holds nothing
procedure-watch-nothing = This names no objects: write `names` or `selector`
procedure-slot-twice = This slot stands in line { $line } already
procedure-id = `{ $id }` cannot be a step's id: letters, digits, `-` and `_` only
procedure-id-twice = The id `{ $id }` stands in line { $line } already
procedure-group-apart = Steps of the group “{ $group }” do not follow each other
procedure-one-of = { $given ->
    [0] One of these is needed: { $names }
   *[other] Only one of these can stand here: { $names }
}
procedure-param-name = `{ $name }` cannot be a parameter's name: a letter first, then letters, digits, `-` and `_`
procedure-param-unknown = No parameter is called `{ $name }`
procedure-param-declare = Add `{ $name }` under `params`
procedure-param-unused = The parameter `{ $name }` is used nowhere
procedure-enum-values = An `enum` needs `values`
procedure-values-without-enum = Only an `enum` has `values`
procedure-min-max = `min` ({ $min }) is larger than `max` ({ $max })
procedure-pattern = This pattern cannot be used: { $detail }
procedure-pattern-text-only = Only texts have a pattern
procedure-secret-default = A secret has no default: nobody may read it in a file
procedure-secret-place = The secret `{ $name }` cannot stand here
procedure-secret-place-hint = A secret may stand only in `env` of `tool`
procedure-default = The default does not fit its own rules: { $problem }
procedure-from-parts = A part is missing: `labelsOf` needs `propose`, `manifest` needs `object` and `path`, `secret` needs `key`
procedure-words-missing = The step does not say { $key ->
    [what] what it does: write one sentence as `what`
   *[other] why it is done: write one sentence as `why`
}
procedure-action-none = The step has no action
procedure-action-second = A step holds one action: `{ $key }` is the second
procedure-action-second-hint = Make it a step of its own; steps with the same `group` form one entry
procedure-step-unknown = No step is called `{ $step }`
procedure-step-later = The step `{ $step }` comes later, so nothing is known of it here
procedure-out-unknown = The step `{ $step }` has no output `{ $key }`
procedure-capture-unknown = The step `{ $step }` captures no `{ $key }`
procedure-name-unknown = `{ $name }` is no name that can stand here
procedure-name-hint = Names are: params.NAME, steps.ID.out.KEY, before.ID.KEY, with.NAME.port, run.id, run.user, run.started, run.dir, git.base
procedure-filter-unknown = `{ $filter }` is no filter
procedure-filter-hint = Filters are: lower, slug, default "text", trunc 20
procedure-placeholder-open = { "`${{`" } is not closed
procedure-effect-claim = The author claims that running `{ $id }` again does no harm; `{ $key }` by itself counts as done once
procedure-effect-claim-hint = The dialog says so, and asks for at least one click
procedure-effect-looser = The effect class is looser than that of `{ $key }`: it can only be tightened
procedure-probe-missing = A step that must not run twice needs a `probe`
procedure-probe-missing-hint = The probe tells, after an interruption, whether the step was done
procedure-probe-exit = A probe counts only with exit code 0
procedure-probe-done = `doneIf` does not fit: `exists` or `gone` for an object, `stdout` or `exit: 0` for a program
procedure-confirm-type = `{ $key }` here needs a typed word: write `confirm` with `type`
procedure-confirm-click = `{ $key }` needs at least one click
procedure-confirm-word = What must be typed to approve `{ $key }`? Write `confirm` with `type`
procedure-expect-place = `{ $source }` cannot be expected of `{ $key }`
procedure-expect-placeholder = A pattern cannot hold placeholders
procedure-expect-group = The pattern captures no group called `{ $out }`
procedure-expect-size = `warnBelow` needs `out`, the group that captures the size
procedure-undo-missing = The step does not say how to take it back
procedure-undo-hint = Write `undo` with an action, or with `none` and the reason
procedure-undo-reason = `undo` needs an action, or `none` with the reason
procedure-undo-both = `none` stands alone
procedure-plan-unknown = No rollback plan is called `{ $name }`
procedure-plan-unused = No answer starts the plan `{ $name }`
procedure-empty-field = `{ $field }` is empty
procedure-object-form = `{ $text }` is no object: write Kind/name
procedure-image-tag = `{ $image }` has neither tag nor digest
procedure-job-name-long = The job's name can get { $length } characters, as in `{ $name }`; { $limit } are possible
procedure-edit-nothing = The edit changes nothing: write `set` or `remove`
procedure-selector-wide = `{ $selector }` names no label's value and could reach everything
procedure-selector-kinds = A selector needs `kinds`: what may be deleted
procedure-exec-in = `{ $text }` is neither deployment/NAME nor statefulset/NAME
procedure-tool-program = `{ $program }` is no program's name: a name without folders is needed
procedure-shell = `{ $program }` is a shell: a step runs one program with a list of arguments
procedure-url = `{ $url }` is no address: https:// or http:// and a host are needed
procedure-url-path = `path` belongs to `route`; an address holds its own path
procedure-status = { $status } is no HTTP status
procedure-one-line = This must be one line
procedure-answer-unknown = `{ $answer }` is none of the answers ({ $answers })
procedure-wait-until = `{ $text }` is none of ready, gone, exists
procedure-report-error = error
procedure-report-warning = warning
procedure-report-note = note
procedure-report-fine = { $path } can be used: { $warnings ->
    [one] 1 warning
   *[other] { $warnings } warnings
}, { $notes ->
    [one] 1 note
   *[other] { $notes } notes
}
procedure-report-bad = { $path } cannot be used: { $errors ->
    [one] 1 error
   *[other] { $errors } errors
}, { $warnings ->
    [one] 1 warning
   *[other] { $warnings } warnings
}
procedure-field-unknown = This procedure has no parameter `{ $name }`
procedure-field-required = This is needed
procedure-field-int = A whole number is needed
procedure-field-bool = Yes or no is needed
procedure-field-text = A text is needed
procedure-field-min = The smallest possible number is { $min }
procedure-field-max = The largest possible number is { $max }
procedure-field-line = One line is needed
procedure-field-hidden = The text holds characters that cannot be seen
procedure-field-short = { $min ->
    [one] At least 1 character is needed
   *[other] At least { $min } characters are needed
}
procedure-field-long = { $max ->
    [one] At most 1 character is possible
   *[other] At most { $max } characters are possible
}
procedure-field-enum = One of these is needed: { $values }
procedure-field-version = A version is needed, as it stands in an image's tag, such as 1.2.3
procedure-field-image = An image is needed, such as registry.example/group/name:1.2.3
procedure-field-pattern = This does not match the form that the procedure asks for: { $pattern }

## Plan

plan-not-carried-out = This version of Changeover cannot carry out “{ $action }” yet (step { $step })

## Confirm

ask-image-check = Ask the registry for { $count ->
    [one] one image
   *[other] { $count } images
}?
ask-scale = Scale { $name } to { $replicas }?
ask-job-create = Start the job { $job }?
ask-job-wait = Watch the job { $job }?
ask-logs-follow = Follow the log of { $name }?
ask-manifest-edit = Change { $file }?
ask-manifest-apply = Apply { $file } to the cluster?
ask-manifest-restore = Put { $file } back?
ask-object-delete = Delete these objects?
ask-exec = Run this in { $in }?
ask-route-switch = Send { $route } to { $to }?
ask-template = Apply the template { $file }?
ask-wait = Wait for { $object }?
ask-http-check = Ask { $url }?
ask-tool = Run { $program }?
ask-git-commit = Commit these changes?
ask-git-push = Push to the remote?
ask-git-revert = Revert the commit { $commit }?
ask-announce = Was the announcement sent?
ask-manual = { $what }
ask-pause = Hold the change here?

deed-image-check = Check the images
deed-scale = Scale to { $replicas }
deed-job-create = Start the job
deed-job-wait = Watch the job
deed-logs-follow = Follow the log
deed-manifest-edit = Change the file
deed-manifest-apply = Apply to the cluster
deed-manifest-restore = Put the file back
deed-object-delete = Delete
deed-exec = Run it
deed-route-switch = Switch the route
deed-template = Apply the template
deed-wait = Wait
deed-http-check = Check the site
deed-tool = Run it
deed-git-commit = Commit
deed-git-push = Push
deed-git-revert = Revert the commit
deed-announce = It was sent
deed-manual = Answer
deed-pause = Hold

## Run

run-open-value = “{ $step }” needs a value that an earlier step did not give: { $name }
run-open-value-hint = The earlier step was probably skipped. Skip this step too, with a reason, or do the earlier one in a new change.
run-unfit-action = The step “{ $step }” does not fit its form once its values are filled in

## Journal

journal-not-made = The change's journal cannot be made, so nothing is done
journal-not-made-hint = Look at the folder's rights and at the space on the disk.
journal-locked = Another window is carrying out this change
journal-locked-hint = Use that window, or close it first.
journal-not-written = The journal cannot be written, so nothing was done
journal-not-written-hint = Make room on the disk, then try again: the change goes on where it stands.
journal-closed = The disk did not confirm the journal, so nothing more is done in this window
journal-closed-hint = Look at the disk, then start Changeover again.

## Worker

act-image-ask = Asks the registry for { $image }
act-images-missing = { $count } images cannot be confirmed
act-http-ask = Asks { $url } and expects status { $status }
act-http-tries = { $count ->
    [one] Asks once
   *[other] Asks up to { $count } times, every { $every }
}
act-http-try = Try { $number } of { $of }: { $answer }
act-http-no-url = The check names no address
act-manual-answer = { $answer }
act-manual-no-answer = The question has no answer
act-manual-given = Answer: { $answer }
act-manual-bad = The answer was “{ $answer }”
act-manual-bad-hint = Look into it and answer again, or go on with a written reason.
act-announce-to = Goes to { $to }
act-announce-sent = The announcement was sent, as the person says

worker-task-ended = A task of Changeover ended without an answer
record-not-written = The record cannot be written

## Record

## Cluster

## Repository

## Outside

## Start screen

## Wizard

## Dialogs
