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

## Plan

plan-unfilled = A value cannot be filled in: { $problem }
plan-unfit = The step “{ $step }” does not fit its form with these values
plan-slot-before = Configuration before the change
plan-slot-after = Configuration after the change
plan-undo-all = Undo { $steps }
plan-config-set = Set { $path } of { $object } in { $file }
plan-config-remove = Remove { $path } of { $object } in { $file }
plan-config-apply = Apply { $file }
plan-config-human = { $what }
plan-config-why = The request asks for this besides the procedure's own steps.
plan-config-no-undo = What was done by hand is taken back by hand

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
