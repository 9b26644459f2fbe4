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

## Confirm

## Run

## Record

## Cluster

## Repository

## Outside

## Start screen

start-app-name = Changeover
start-appearance-light = Light
start-appearance-dark = Dark
start-title = Start a change
start-choose = Choose…
start-optional = optional

start-cluster = 1 · Cluster
start-kubeconfig = Kubeconfig
start-context = Context
start-server = Server
start-namespace = Namespace
start-who = You are
start-who-unknown = known after connecting
start-no-context = this kubeconfig names none
start-open-file = Open another file…
start-reconnect = Connect again

start-repository = 2 · Infrastructure repository
start-folder = Folder
start-branch = Branch
start-last-commit = Last commit
start-author = Author
start-open-folder = Open another folder…
start-reread = Read again

start-procedure = 3 · Procedure
start-no-procedure = No procedure was found
start-column-name = Name
start-column-does = What it does
start-column-steps = Steps
start-column-rollback = Rollback
start-column-source = Source

start-unfinished = Begun and not ended
start-resume-button = Go on
start-resume = Go on with { $title }

start-details = 4 · Details
start-no-parameters = This procedure asks for nothing
start-open-link = open
start-open-link-of = Open the link of { $field }
start-suggestions = from the list
start-suggestions-of = { $field }: choose from the list

start-request = 5 · Request
start-preview = The request as it will read
start-copy-request = Copy the request
start-config-before = Configuration changes before
start-config-after = Configuration changes after
start-config-none = None
start-config-add = Add…
start-config-add-before = Add a configuration change before
start-config-add-after = Add a configuration change after
start-config-edit = change
start-config-edit-of = Change: { $what }
start-config-remove = remove
start-config-remove-of = Remove: { $what }
start-config-kind = Kind
start-config-object = Object
start-config-container = Container
start-config-variable = Variable
start-config-path = Path
start-config-value = Value
start-config-file = File
start-config-words = What to do
start-config-take = Add this change
start-config-change = Take over the change
start-config-leave = Leave the form
start-kind-set-variable = Set an environment variable
start-kind-remove-variable = Remove an environment variable
start-kind-set-value = Set a value
start-kind-remove-value = Remove a value
start-kind-apply-file = Apply a file
start-kind-human = Done by hand

start-ready = Ready to start?
start-check-again = Check again
start-check-good = In order
start-check-warn = To look at
start-check-bad = In the way
start-check-waiting = Being asked
start-check-unknown = Could not be asked
start-not-yet = Not yet:

## Wizard

wizard-production = PRODUCTION
wizard-not-production = not marked as production
wizard-copy = copy
wizard-copied = copied
wizard-details = Details
wizard-open = open

wizard-state-waiting = not its turn yet
wizard-state-looking = looking
wizard-state-blocked = cannot begin
wizard-state-ready = ready
wizard-state-running = under way
wizard-state-late = takes longer
wizard-state-done = done
wizard-state-deviation = done otherwise
wizard-state-skipped = left out
wizard-state-failed = failed
wizard-state-stopped = waiting stopped
wizard-state-unknown = not known

wizard-mark-change = Changes
wizard-mark-same = Stays
wizard-mark-add = Is made
wizard-mark-remove = Is taken away
wizard-mark-warn = Look at this
wizard-mark-bad = Speaks against it
wizard-mark-good = Speaks for it
wizard-mark-note = Note

wizard-happening = What will happen
wizard-happening-looking = What this step will do is being read from the cluster and the repository
wizard-changed-lines = { $count ->
    [one] 1 changed line
   *[other] { $count } changed lines
}
wizard-copy-diff = Copy the difference
wizard-command-line = On the command line
wizard-copy-command = Copy the command line
wizard-output-lines = { $count ->
    [one] 1 line
   *[other] { $count } lines
}
wizard-output-open = live
wizard-output-none-yet = Nothing was written yet
wizard-output-none = Nothing was written
wizard-output-dropped = { $count ->
    [one] 1 earlier line is not shown
   *[other] { $count } earlier lines are not shown
}
wizard-copy-output = Copy the output
wizard-progress = Under way
wizard-progress-late = Takes longer than usual
wizard-notes = Notes
wizard-question = Question
wizard-answered = Answered: { $answer }
wizard-announcement = Announcement
wizard-announcement-to = To
wizard-announcement-subject = Subject
wizard-announcement-body = Text of the announcement
wizard-copy-announcement = Copy the announcement
wizard-open-mail = Open in the mail program
wizard-commit-message = Commit message
wizard-commit-files = Files in this commit

wizard-skip = Skip with a reason…
wizard-go-on = Go on nevertheless…
wizard-try-again = Try again
wizard-look-again = Look whether it happened
wizard-stop-waiting = Stop waiting
wizard-add-note = Add a note…

wizard-live = Live state
wizard-live-workloads = Deployments
wizard-live-pods = Pods
wizard-live-jobs = Jobs
wizard-live-routes = Routes
wizard-live-warnings = Warnings
wizard-live-warnings-span = last 10 min
wizard-live-none = none
wizard-ready-count = { $ready } / { $wanted } ready
wizard-terminating = { $count ->
    [one] 1 pod is ending
   *[other] { $count } pods are ending
}
wizard-paused = paused: changes are not rolled out
wizard-restarts = { $count ->
    [one] restarted once
   *[other] restarted { $count } times
}
wizard-exit-code = exit code { $code }
wizard-pod-ready = Ready
wizard-pod-starting = Starting
wizard-pod-ending = Ending
wizard-pod-succeeded = Ended
wizard-pod-failed = Failed
wizard-pod-trouble = Trouble
wizard-job-running = Running
wizard-job-finishing = Finishing
wizard-job-suspended = Suspended
wizard-job-complete = Complete
wizard-job-failed = Failed
wizard-route-any-host = every host
wizard-route-way = → service { $service }, port { $port }
wizard-route-ready = { $count ->
    [one] 1 ready pod
   *[other] { $count } ready pods
}
wizard-route-none-ready = 0 ready pods
wizard-route-waiting = { $count ->
    [one] 1 pod behind it is not ready
   *[other] { $count } pods behind it are not ready
}
wizard-route-no-service = no such service
wizard-route-no-port = no such port
wizard-route-no-pods = nothing stands behind it
wizard-route-tls = with TLS

wizard-link-connecting = connecting
wizard-link-live = live · last event { $ago } ago
wizard-link-stale = stale · { $ago } old · { $why }
wizard-link-never = not live · { $why }
wizard-stale = These rows are { $ago } old
wizard-never-live = The cluster has not told its state yet
wizard-journal-saved = journal saved { $time }

wizard-finish-done = What was done
wizard-finish-left = What it leaves behind
wizard-finish-commit = Commit
wizard-finish-record = Record
wizard-finish-journal = Journal
wizard-finish-leave = Start another change
wizard-open-record = Open the record
wizard-copy-commit = Copy the commit id
wizard-copy-record = Copy the record's path
wizard-copy-journal = Copy the journal's path

## Dialogs

dialog-on = on
dialog-cancel = Cancel
dialog-dismiss = dismiss
dialog-copy-notice = Copy the message
dialog-moved = Something changed since you last looked
dialog-copy-exact = Copy the exact text
dialog-sent = writing it down
dialog-reason = Reason
dialog-note = Note
dialog-skip-title = Skip this step?
dialog-skip-about = It will not be carried out. The reason is kept in the record, in bold.
dialog-skip-deed = Skip the step
dialog-goon-title = Go on nevertheless?
dialog-goon-about = The step did not end as it should. The reason is kept in the record, in bold.
dialog-goon-deed = Go on nevertheless
dialog-note-title = Add a note
dialog-note-about = The note is kept in the journal and the record.
dialog-note-deed = Keep the note
