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

record-empty = This journal has no beginning, so that nothing can be told from it.
record-description = Description
record-steps = Steps to implement the change
record-configuration = Configuration Changes
record-rollback = Rollback Plan
record-none = None
record-values = Values:
record-deviates = differs from the procedure's default
record-fact-result = Result
record-fact-started = Started
record-fact-ended = Ended
record-fact-took = Took
record-fact-people = Agreed to by
record-fact-cluster = Cluster
record-fact-namespace = Namespace
record-fact-context = Context
record-fact-repository = Repository
record-fact-identity = Commits as
record-fact-procedure = Procedure
record-fact-setting = Setting
record-fact-plan = Plan
record-fact-change = Change
record-fact-app = Changeover
record-fact-ticket = Ticket
record-fact-deviations = Deviations
record-fact-unknown = Deeds of which it is not known whether they happened
record-completed = Completed
record-abandoned = Left before its end
record-open = Not ended yet
record-ca = CA (SHA-256)
record-ca-system = the system's CAs
record-repository = { $name }, branch { $branch }, from commit { $commit }
record-standing-shipped = part of Changeover
record-standing-upstream = as on the upstream's default branch
record-standing-not-upstream = not on the upstream's default branch
record-standing-uncommitted = not committed
record-deviations = { $count ->
    [0] none
    [one] 1, in bold below
   *[other] { $count }, in bold below
}
record-before = Before the deployment:
record-after = After the deployment:
record-config-set = { $file }, { $object }: set { $path } to { $value }
record-config-remove = { $file }, { $object }: remove { $path }
record-config-apply = Apply { $file }
record-config-human = By hand: { $what }
record-rollback-none = The procedure has no rollback plan
record-added = { $title } (added)
record-not-done = Not carried out
record-back = Rolled back: { $step }
record-no-back = Nothing was rolled back
record-skipped = Skipped: { $reason }
record-forced = Gone on although it failed: { $reason }
record-note = Note: { $text }
record-attempt = Try { $number }
record-reason = Deviation: { $reason }
record-warned = Shown before: { $what }
record-done = Done
record-failed = Failed
record-unknown = Not known whether it happened
record-cancelled = Stopped waiting
record-no-end = Begun, and its end is not in the journal
record-cut = { $lines ->
    [one] 1 line left out
   *[other] { $lines } lines left out
}; they are in the journal
record-cut-file = { $lines ->
    [one] 1 line left out
   *[other] { $lines } lines left out
}; the whole is in { $file }

## Cluster

## Repository

## Outside

outside-image-missing = { $place } has no image { $image }
outside-image-missing-hint = Look at the version, and whether the build of the image has finished
outside-image-private = { $place } does not show { $image } without a login: it is private, or does not exist
outside-image-private-hint = Look at the name, and whether the package is public
outside-image-too-many = { $place } takes no more questions from here for now: too many requests
outside-image-server = { $place } has a fault of its own and answered with status { $status }
outside-image-not-registry = What answers at { $place } is not an image registry
outside-image-digest = { $place } sent something else for { $image } than its digest says
outside-image-blocked = The settings block the registry of { $image }, and name no mirror that is asked
outside-image-name = “{ $image }” is not the name of an image
outside-wait-hint = Ask again in { $wait }
outside-wait-unknown-hint = The registry does not say when to ask again; wait some minutes
outside-again-hint = Nothing was changed; try again
outside-no-name = No address was found for { $host }
outside-refused = { $host } refused the connection
outside-timeout = { $host } did not answer within { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}
outside-broken = The connection to { $host } broke
outside-network-hint = Look at the network, the name, and whether a proxy is needed (HTTPS_PROXY)
outside-tls = No secure connection to { $host }: { $reason }
outside-tls-hint = If your organisation has its own certificate authority, name its file in the settings
outside-image-found = { $image } is there: { $digest }
outside-image-hours = Built { $count ->
    [0] less than an hour ago
    [one] 1 hour ago
   *[other] { $count } hours ago
} ({ $at })
outside-image-days = Built { $count ->
    [one] 1 day ago
   *[other] { $count } days ago
} ({ $at })
outside-image-platforms = For { $platforms }
outside-image-size = { $size } to pull
outside-image-details-missing = It exists, but nothing more could be read about it: { $why }
outside-used-mirror = Asked at the mirror { $place }, which { $file } names
outside-used-registries = Asked at { $place }, as { $file } says
outside-used-insecure = The connection to { $place } was not secured: the settings allow that
outside-used-ca = A certificate authority of { $file } was trusted beside the system's
outside-settings-unread = { $file } could not be read
outside-settings-format = { $file } is not a registries.conf of version 2
outside-settings-version-one = { $file } is a registries.conf of version 1; write its entries as [[registry]]
outside-settings-entry = { $file }: “{ $entry }” is not a registry such as host:port/path
outside-settings-ca = { $file } holds no certificate that can be used
outside-settings-tls = This system has no certificate authorities, so that no secure connection can be made
outside-site-url = “{ $url }” is not a web address beginning with http:// or https://
outside-site-login = The address at { $host } holds a user name or password, which would end up in the record
outside-site-pattern = “{ $pattern }” is not a regular expression
outside-site-status = { $url } answered with status { $status } instead of { $wanted }
outside-site-body = { $url } answered, but not with “{ $pattern }”
outside-site-body-cut = { $url } answered, but without “{ $pattern }” in its first megabyte
outside-site-redirect = { $url } leads on to nowhere
outside-site-tries = Asked { $tries ->
    [one] once
   *[other] { $tries } times
}
outside-site-good = { $url } answered with status { $status } after { $ms } ms
outside-site-redirected = Led on to { $url }
outside-site-certificate = { $days ->
    [one] The site's certificate ends in 1 day
   *[other] The site's certificate ends in { $days } days
}

## Start screen

## Wizard

## Dialogs
