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

repository-not-one = There is no git repository at { $path }
repository-not-one-hint = Choose the folder of a clone of the infrastructure repository.
repository-not-owned = The repository at { $path } belongs to another user, so git does not trust it
repository-not-owned-hint = If you trust it, run: git config --global --add safe.directory "{ $path }"
repository-open = The repository at { $path } cannot be opened
repository-history = The repository's history cannot be read
repository-history-hint = A clone that is shallow or partial may lack commits: git fetch --unshallow
repository-bare = The repository at { $path } has no files checked out
repository-bare-hint = Choose a clone with a work tree.
repository-unborn = Branch { $branch } has no commit yet
repository-detached = Commit { $commit } is checked out without a branch
repository-detached-hint = Check out the branch that the change belongs to, for instance: git switch main
repository-in-the-middle = A git { $operation } was begun here and is not finished
repository-in-the-middle-hint = Finish or abort it, then look again.
repository-locked = Another git is working in this repository, or one was ended by force
repository-locked-hint = When no git runs any more, remove { $lock } yourself.
repository-edits-in-our-files = { $count ->
    [one] A file that this change touches has edits of its own: { $files }
   *[other] Files that this change touches have edits of their own: { $files }
}
repository-edits-in-our-files-hint = Commit, stash or undo them, then look again.
repository-no-upstream = Branch { $branch } has no upstream, so there is nowhere to push
repository-no-upstream-hint = Set one, for instance: git branch --set-upstream-to=origin/{ $branch }
repository-never-fetched = { $upstream } was never fetched
repository-behind = { $behind ->
    [one] Branch { $branch } lacks 1 commit of { $upstream }
   *[other] Branch { $branch } lacks { $behind } commits of { $upstream }
}
repository-behind-hint = Bring it up to date first (git pull): an old file would take back what others did.
repository-diverged = Branch { $branch } and { $upstream } have each gone their own way ({ $ahead } here, { $behind } there)
repository-diverged-hint = Bring them together first, for instance: git pull --rebase
repository-identity-missing = Git does not know who commits: { $missing }
repository-identity-missing-hint = Set it, for instance: git config --global user.email you@example.org
repository-file-absent = { $file } is not in the repository
repository-file-outside = { $file } leads out of the repository through a symbolic link
repository-file-in-submodule = { $file } is inside a submodule, which has commits of its own
repository-file-not-regular = { $file } is not an ordinary file
repository-file-too-large = { $file } is too large ({ $size } MB; the limit is { $limit } MB)
repository-file-read = { $file } cannot be read
repository-file-moved = { $file } is no longer what was shown
repository-file-moved-hint = Nothing was done. Look at the new difference and decide again.
repository-filter-missing = { $file } goes through the git filter { $filter }, which is not set up on this machine
repository-filter-missing-hint = Set it up (for LFS: git lfs install), else the file would be committed wrongly.
repository-file-read-only = { $file } may not be written
repository-file-write = { $file } cannot be written
repository-git-missing = The program git was not found
repository-git-missing-hint = Install git, or put it on PATH.
repository-git-start = The program git cannot be run
repository-programs-not-agreed = { $count ->
    [one] This repository names a program that was not agreed to
   *[other] This repository names { $count } programs that were not agreed to
}
repository-programs-not-agreed-hint = Look at the list and agree before git runs here.
repository-cancelled = git { $deed } was stopped
repository-timed-out = git { $deed } did not end within { $seconds } seconds and was stopped
repository-timed-out-hint = It may have waited for a password or a passphrase that nobody could type.
repository-staged-edits = { $file } has staged edits beside those shown
repository-staged-edits-hint = Unstage them: git restore --staged { $file }
repository-file-ignored = { $file } is ignored by git
repository-already-committed = The repository has this already, since commit { $commit } by { $author }: { $summary }
repository-nothing-to-commit = There is nothing to commit
repository-hook-refused = The hook { $hook } refused
repository-hook-refused-hint = Its words are in the details. Nothing was taken back; what was committed before stays.
repository-commit-refused = Git did not make the commit
repository-unreachable = { $remote } ({ $url }) could not be reached (git { $deed })
repository-unreachable-hint = Check network and address, then try again. The local commit stays.
repository-not-let-in = { $remote } ({ $url }) did not let you in (git { $deed })
repository-not-let-in-hint = Check key, token or password in your own git, then try again. The local commit stays.
repository-other-commits-out = { $count ->
    [0] There is nothing to push
    [one] A push would send another commit than the one shown
   *[other] A push would send { $count } commits, not those shown
}
repository-push-moved = The remote has new commits, so the push was refused
repository-push-moved-hint = Fetch and look at what came in. The local commit stays.
repository-push-refused = The remote refused the push: { $reason }
repository-push-refused-hint = Its words are in the details. The local commit stays.
repository-push-unknown = It is not known whether the push arrived
repository-push-unknown-hint = Fetch and look whether the remote has the commit.
repository-branch-moved = Branch { $branch } or the remote's is no longer what was shown
repository-rebase-conflict = The remote changed the same lines as our commit
repository-rebase-conflict-hint = Nothing was changed. Look at both sides, then settle it with git.
repository-edits-in-the-way = Edits of yours are in files that the remote's commits change
repository-edits-in-the-way-hint = Nothing was changed. Commit or stash them, then try again.
repository-rebase-refused = Git did not move the commit
repository-surprise-also-committed = { $path } went into the commit too: a hook added it
repository-surprise-committed-otherwise = { $path } is not in the commit as it was shown
repository-surprise-edited = { $path } was edited by a hook
repository-surprise-other-edit = The edits in { $path } are not as they were before
repository-surprise-message = A hook changed the commit message
repository-surprise-other-parent = Another commit came in between: { $commit }

## Outside

## Start screen

## Wizard

## Dialogs
