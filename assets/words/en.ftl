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

judge-no-bad-line = No line speaks of an error
judge-bad-line = The log says: { $line }
judge-line-missing = The log lacks the line that says success ({ $pattern })
judge-line = The log says: { $line }
judge-equal = { $value }, as expected
judge-differs = It says { $value }, and { $wanted } was expected
judge-size = { $size }, at least { $least } as expected
judge-too-small = Only { $size }; at least { $least } is expected
judge-no-size = “{ $size }” cannot be read as a size
## Observed

verdict-rollout-unseen = { $name }: the cluster has not taken up the change yet
verdict-rollout-unseen-hint = Usually a matter of seconds. If it stays, whoever runs the cluster must look at its controllers
verdict-rollout-paused = { $name } is paused: it does not roll out until somebody resumes it
verdict-rollout-paused-hint = { $kind ->
    [DeploymentConfig] To resume it: oc rollout resume dc/{ $name }, or paused: false in the manifest
   *[other] To resume it: kubectl rollout resume, or paused: false in the manifest
}
verdict-rollout-late = { $name } is late: it takes longer than its progress deadline. The cluster goes on trying
verdict-rollout-late-hint = Look at its new pods: what they wait for stands there. A slow first start is no failure
verdict-rollout-trouble = { $name }: { $reason ->
    [FailedCreate] its pods cannot be made: { $message } (FailedCreate)
    [FailedDelete] old pods cannot be removed: { $message } (FailedDelete)
    [ReplicaSetCreateError] no new replica set can be made: { $message } (ReplicaSetCreateError)
    [ReplicationControllerCreateError] no new replication controller can be made: { $message } (ReplicationControllerCreateError)
    [RolloutCancelled] its roll-out was cancelled: { $message } (RolloutCancelled)
   *[other] { $reason }: { $message }
}
verdict-rollout-trouble-hint = { $cause ->
    [webhook] A webhook of the cluster refuses the pods: put right what it names, or ask who keeps it
    [webhook-silent] A webhook that the cluster must ask did not answer. Whoever keeps that webhook must look whether it runs
    [policy] An admission policy of the cluster refuses the pods: put right what it names, or ask who keeps it
    [unsized] Give every container the requests and limits that the message names
    [quota] The namespace's quota is used up: ask for less, scale something else down, or have the quota raised
    [security] The namespace's security rules forbid such pods: put the securityContext right, or ask an administrator of the cluster
    [limits] The pods ask for more, or less, than the namespace's LimitRange allows: change their requests and limits
    [account] The service account that the pods name does not exist: make it, or put its name right
    [ending] The namespace is being deleted: nothing can be made in it any more
   *[other] { $reason ->
        [FailedDelete] Look at the old pods: a finalizer or a node that does not answer may hold them
        [RolloutCancelled] Look who cancelled it, then start it anew (oc rollout latest)
       *[other] The message names what is refused; put that right, then it goes on by itself
    }
}
verdict-rollout-updating = { $name }: { $have } of { $want } pods are new
verdict-rollout-old = { $name }: { $have ->
    [one] 1 old pod ends
   *[other] { $have } old pods end
}
verdict-rollout-available = { $name }: { $have } of { $want } pods are ready
verdict-rollout-available-hint = Look at the pods that are not ready: what they wait for stands there
verdict-rollout-on-delete = { $name } renews its pods only when they are deleted, so its roll-out cannot be judged
verdict-rollout-on-delete-hint = A new template reaches a pod only when the pod is deleted. If an operator or product keeps this set, leave the order to it
verdict-config-image = { $name } waits for an image before its first roll-out
verdict-config-image-hint = Look whether the image stream tag under its triggers exists: no error is told when it does not
verdict-config-unbegun = { $name } has never been rolled out
verdict-config-unbegun-hint = To begin it: oc rollout latest dc/{ $name }
verdict-config-failed = { $name }: its newest version failed; { $have } of { $want } pods are ready
verdict-config-failed-hint = Look at the log of its deployer and hook pods, put right what stands there, then begin anew (oc rollout latest dc/{ $name })
verdict-stop-wanted = { $name } is still wanted with { $count ->
    [one] 1 pod
   *[other] { $count } pods
}
verdict-stop-pods = { $count ->
    [one] 1 pod is still there
   *[other] { $count } pods are still there
} ({ $ending } ending)
verdict-stop-selector = The pods of { $name } cannot be told from others
verdict-stale = The connection to the cluster is interrupted, so nothing can be said
verdict-job-failed = { $name } failed: { $reason ->
    [BackoffLimitExceeded] every try failed, and no more are made (BackoffLimitExceeded)
    [DeadlineExceeded] it ran longer than it may (DeadlineExceeded)
    [PodFailurePolicy] its failure policy ended it: { $message } (PodFailurePolicy)
    [MaxFailedIndexesExceeded] more of its parts failed than may fail (MaxFailedIndexesExceeded)
    [FailedIndexes] some of its parts failed (FailedIndexes)
   *[other] { $reason }: { $message }
}
verdict-job-failed-hint = { $reason ->
    [BackoffLimitExceeded] Look at the log of the last try; the job is not tried again by itself, so it must be made anew
    [DeadlineExceeded] Look at the log for what took so long; activeDeadlineSeconds may have to be longer
    [PodFailurePolicy] Its failure policy names exit codes that end it at once: look at the log of the pod that failed
    [MaxFailedIndexesExceeded] Look at the logs of the parts that failed; the others were stopped
    [FailedIndexes] Look at the logs of the parts that failed; the others are done
   *[other] Look at its events and the logs of its pods
}
verdict-job-finishing = { $name } is finishing
verdict-job-suspended = { $name } is suspended
verdict-job-pod = { $name } cannot go on: { $state }
verdict-job-again = { $name } is running again after { $count ->
    [one] 1 failed try
   *[other] { $count } failed tries
}
verdict-job-running = { $name } is running
verdict-route-service = Service { $service } does not exist
verdict-route-service-hint = Make the service, or let the route name one that exists
verdict-route-port = Service { $service } has no port { $port }
verdict-route-port-hint = Let the route name a port that the service has, by its number or name
verdict-route-silent = Its services have ready pods; nobody tells whether a controller took it
verdict-route-silent-hint = Ask the site itself whether it answers
verdict-route-none = Service { $service } selects no ready pod ({ $all } in all)
verdict-route-none-hint = Look at the pods of the service: what they wait for stands there

revisions-newest = { $count } of { $wanted } on revision { $revision }
revisions-older = { $count } on revision { $revision }

pod-terminating = Ending
pod-disrupted = { $reason ->
    [PreemptionByScheduler] Ended by the cluster: a more important pod needs its place (PreemptionByScheduler)
    [EvictionByEvictionAPI] Ended by the cluster: somebody or something asked for it, such as a node's maintenance (EvictionByEvictionAPI)
    [DeletionByTaintManager] Ended by the cluster: its node turned pods away, often because it does not answer (DeletionByTaintManager)
    [DeletionByPodGC] Ended by the cluster: its node is gone (DeletionByPodGC)
    [TerminationByKubelet] Ended by its node: it shuts down, or lacks memory or disk (TerminationByKubelet)
   *[other] Ended by the cluster ({ $reason })
}
pod-disrupted-hint = Not a fault of the change; its controller makes a new one
pod-ready = Ready
pod-running = Running, { $ready } of { $containers } containers ready
pod-succeeded = Done
pod-pending = Waiting
pod-failed = Failed
pod-failed-hint = Look at its events and its log
pod-unknown = Unknown: its node does not answer
pod-unknown-hint = Look whether the node is up. The pod stays until the node comes back or is removed
pod-creating = Starting
pod-initializing = Preparing
pod-gated = Held back by a scheduling gate
pod-gated-hint = It is not placed on a node until whoever set the gate removes it; the YAML names it under schedulingGates
pod-image = { $cause ->
    [missing] The image does not exist: { $image } ({ $reason })
    [private] The registry does not let the cluster pull { $image } ({ $reason })
    [busy] The registry takes no more requests from the cluster for now, for { $image } ({ $reason })
    [platform] The image { $image } does not exist for the processor of the node ({ $reason })
    [certificate] The node does not trust the registry's certificate, so it cannot pull { $image } ({ $reason })
    [unreachable] The node does not reach the registry of { $image } ({ $reason })
    [never] The image { $image } is not on the node, and its pull policy Never forbids pulling it ({ $reason })
    [name] “{ $image }” is not the name of an image ({ $reason })
    [inspect] The node cannot read the image { $image } that it has ({ $reason })
    [signature] The image { $image } lacks the signature that the node asks for ({ $reason })
   *[other] The image cannot be pulled: { $image } ({ $reason })
}
pod-image-hint = { $cause ->
    [missing] Look at the name and the tag, and whether the build of the image has finished
    [private] Look at the name, and whether the pod or its service account names a pull secret that may read the image
    [busy] Wait, or let the cluster sign in at the registry; the node tries again by itself
    [platform] Build the image for that processor too, or let the pod run on other nodes
    [certificate] Whoever runs the nodes must add the registry's certificate authority
    [unreachable] Look at the registry's name, and whether the nodes reach it; the node tries again by itself
    [never] Bring the image onto the node, or choose the pull policy IfNotPresent
    [name] Put the image's name in the manifest right: no upper case, no blanks, one tag
    [inspect] Whoever runs the nodes must look at the node's container runtime
    [signature] Sign the image, or ask who keeps the nodes' rules for signatures
   *[other] Check that the image and its tag exist and that the cluster may pull it
}
pod-config = The container cannot be set up: { $message }
pod-config-hint = A Secret, ConfigMap or one of their keys is missing: make it, or put its name in the manifest right; the pod then starts by itself
pod-start = { $reason ->
    [CreatePodSandboxError] The node cannot prepare the pod, often its network: { $message } ({ $reason })
    [PreStartHookError] What must run before the container failed: { $message } ({ $reason })
    [PostStartHookError] What must run right after the container's start failed: { $message } ({ $reason })
    [CreateContainerError] The node cannot make the container: { $message } ({ $reason })
   *[other] The container cannot be started: { $message } ({ $reason })
}
pod-start-hint = { $reason ->
    [CreatePodSandboxError] Whoever runs the nodes must look at the node's network and container runtime; it is tried again by itself
    [PreStartHookError] Whoever runs the nodes must look at the node; it is tried again by itself
    [PostStartHookError] Look at the command under lifecycle.postStart in the manifest, and at the pod's events
    [CreateContainerError] Look at the image, its command and its volumes; a container of that name may still be ending
   *[other] Look at the command in the manifest: the image may not have that program, or may not run it
}
pod-crash = The container ends again and again (exit code { $code })
pod-crash-hint = { $cause ->
    [unrunnable] Code 126: its program may not be run. Look at the command and the image's file rights
    [absent] Code 127: its program does not exist in the image. Look at the command
    [killed] Code 137: it was killed, by its memory limit or by a liveness probe. Look at its events
    [crashed] Code 139: the program itself crashed. Look at the log of the container before
    [told] Code 143: it was told to end, often by a liveness probe. Look at its events
   *[other] Look at the log of the container before this one: it says why it ended
}
pod-memory = The container needed more memory than its limit and was ended
pod-memory-hint = Raise the memory limit, or find out why it needs more
pod-deadline = The pod ran longer than it may
pod-deadline-hint = Look at its log for what took so long, and at activeDeadlineSeconds in the manifest
pod-error = The container ended with exit code { $code }
pod-error-hint = { $cause ->
    [unrunnable] Code 126: its program may not be run. Look at the command and the image's file rights
    [absent] Code 127: its program does not exist in the image. Look at the command
    [killed] Code 137: it was killed, by its memory limit or because it did not end when told. Look at its events
    [crashed] Code 139: the program itself crashed. Look at its log
    [told] Code 143: it was told to end. Look at its events for who asked
   *[other] Look at its log
}
pod-unschedulable = No node can take this pod: { $message }
pod-unschedulable-hint = { $cause ->
    [claim] It waits for its volume: look at the PersistentVolumeClaim that the message names, and its events
    [room] The nodes lack room: ask for less, scale something else down, or wait until another pod ends
    [volume] Its volume is on a node or in a zone that cannot take it: whoever runs the cluster must look
    [apart] It must not stand beside another pod, and no other node is free: fewer replicas, or more nodes
    [port] Another pod has the node's port that it asks for: leave out hostPort, or wait until the other ends
    [place] No node has the labels that it asks for: look at nodeSelector and affinity in the manifest
    [taint] The free nodes turn away pods that do not tolerate their taint: whoever runs the cluster must look
   *[other] The cluster lacks room, or the pod asks for a node that does not exist
}
pod-evicted = { $reason ->
    [Evicted] The node removed the pod because it ran short of memory or disk (Evicted): { $message }
    [NodeLost] The node of the pod was lost (NodeLost): { $message }
    [Preempting] A more important pod needs its place (Preempting): { $message }
    [UnexpectedAdmissionError] The node refused the pod, often because a device is missing (UnexpectedAdmissionError): { $message }
    [NodeAffinity] The node no longer fits what the pod asks for (NodeAffinity): { $message }
   *[other] The cluster removed the pod ({ $reason }): { $message }
}
pod-evicted-hint = Not a fault of the change; its controller makes a new one
pod-other = { $reason }: { $message }
pod-other-hint = Look at its events and its log
pod-unhealthy = Running, { $ready } of { $containers } containers ready: { $message }
pod-unhealthy-hint = Look at its log: the program does not answer its probe, or the probe asks in the wrong place

# What to do about a warning; the key ends in the event's reason in lower case.
warning-failedmount = A volume cannot be mounted: look whether the Secret, ConfigMap or claim that the message names exists. It is tried again by itself
warning-failedattachvolume = The volume is still held by another node, or its storage does not answer. It is tried again by itself
warning-failedscheduling = No node takes the pod: the message names what is missing on how many nodes
warning-failedcreatepodsandbox = The node cannot prepare the pod, often its network: whoever runs the nodes must look if it stays
warning-failedcreate = The pods cannot be made: the message names the rule or the missing object
warning-failed = Look at the state of the pod: it names the cause
warning-backoff = It fails again and again, so the cluster waits between tries: look at the pod's state and log
warning-unhealthy = A probe gets no good answer: at the start that is usual. If it stays, look at the log and at the probe
warning-probeerror = The probe itself could not be made: look at its port and path in the manifest
warning-failedkilling = The container cannot be ended: whoever runs the nodes must look
warning-failedkillpod = The pod cannot be ended: whoever runs the nodes must look
warning-failedpoststarthook = What must run right after the start failed: look at lifecycle.postStart in the manifest
warning-failedprestophook = What must run before the end failed; the container ends anyway
warning-networknotready = The node's network is not ready: it is tried again by itself
warning-nodenotready = The node does not answer: look whether it is up. A Deployment’s pods are made anew elsewhere after some minutes; a StatefulSet’s wait until the node is back or removed
warning-evicted = The node ran short of memory or disk: the controller makes a new pod
warning-inspectfailed = The image's name cannot be used: look at it in the manifest
warning-errimageneverpull = The image is not on the node, and its pull policy Never forbids pulling it
warning-backofflimitexceeded = Every try of the job failed: look at the log of the last one
warning-deadlineexceeded = The job ran longer than it may: look at its log and at activeDeadlineSeconds
warning-unexpectedjob = Expected for a job that was made by hand from a cron job; nothing to do
warning-failedbinding = The claim finds no volume: look at its storage class
warning-provisioningfailed = No volume can be made for the claim: whoever runs the storage must look
warning-failedgetresourcemetric = The autoscaler gets no figures: the metrics server may be missing or new
warning-failedcomputemetricsreplicas = The autoscaler gets no figures: the metrics server may be missing or new
warning-freediskspacefailed = The node runs short of disk: whoever runs the nodes must look
warning-policyviolation = A policy of the cluster names what it does not like: put that right, or ask who keeps it
warning-replicasetcreateerror = No new replica set can be made: the message names the rule that refuses it

## Manifest

# What is to be said about a processed template.
template-unknown-field = The template has a key { $field } that the format does not know; it has no effect
template-stray-brace = { $parameter } is { $value }: a curly bracket in it has no partner
template-dollar = { $parameter } is { $value }: what follows the $ is filled in by nothing here
template-unused = { $parameter } is given, and nothing in the template refers to it
template-empty = { $parameter } has no value: empty text stands where the template refers to it
template-unknown-reference = { $object }: {"${"}{ $name }{"}"} names no parameter, and stays as it stands
template-inner-reference = { $object }: {"${{"}{ $name }{"}}"} stands inside other text, where it is never filled in
template-generated = { $parameter } is made up for this change; its value is shown and written down nowhere
template-namespace-dropped = { $object }: the namespace { $namespace } in the template does not count, the change's own does
template-moved = { $object }: written in v1, taken as { $version }
template-label-replaced = { $object }: the template's label { $label } replaces its own
template-left-out = { $object }: { $fields } left out, which only the server writes

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
procedure-from-parts = A part is missing: `labelsOf` needs `propose`, `objectsOf` needs a kind, `manifest` needs `object` and `path`, `secret` needs `key`
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
procedure-second-unasked = A step that begins by itself cannot wait for a second person: give it `confirm: click`
procedure-later-forward = `later` belongs to a step of the rollback
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
procedure-expect-equals = `equals` needs `out`, the group that captures the text to compare
procedure-temporary-commit = { $file } is edited for a while only, and would be committed with that edit
procedure-expect-size = `warnBelow` needs `out`, the group that captures the size
procedure-undo-missing = The step does not say how to take it back
procedure-undo-hint = Write `undo` with an action, or with `none` and the reason
procedure-undo-reason = `undo` needs an action, or `none` with the reason
procedure-undo-both = `none` stands alone
procedure-plan-unknown = No rollback plan is called `{ $name }`
procedure-rollback-otherwise = `after` needs `otherwise`: one of the answers, which holds when the question is not asked
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
procedure-answer-bodyless = `answer` without `body`: the pods from before may give it too
procedure-answer-bodyless-hint = Write `body` with what only the new pods answer, such as their version
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

plan-unfilled = A value cannot be filled in: { $problem }
plan-pinned-address = This procedure is meant for the server { $wanted }; the chosen one is { $is }
plan-pinned-ca = This procedure is meant for a server with the authority { $wanted }; the chosen one has { $is }
plan-pinned-namespace = This procedure is meant for the namespace { $wanted }; the chosen one is { $is }
plan-unfit = The step “{ $step }” does not fit its form with these values
plan-slot-before = Configuration before the change
plan-slot-after = Configuration after the change
plan-undo-all = Undo { $steps }
plan-config-set = Set { $path } of { $object } in { $file }
plan-config-set-variable = Set { $name } of { $object } in { $file }
plan-config-remove-variable = Remove { $name } from { $object } in { $file }
plan-config-remove = Remove { $path } of { $object } in { $file }
plan-config-apply = Apply { $file }
plan-config-human = { $what }
plan-config-what = { $title }.
plan-config-secret = { $object }, { $path }: this looks like a secret, and its value would stand in the plan, the journal and the record
plan-config-secret-hint = Write it into the file yourself, commit it as your team keeps secrets, and choose “apply a file”.
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
ask-only-looks = Look whether it was merged? Nothing is pushed.
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
deed-only-looks = Check for the merge
deed-git-revert = Revert the commit
deed-announce = It was sent
deed-manual = Answer
deed-pause = Go on

## Run

run-open-value = “{ $step }” needs a value that an earlier step did not give: { $name }
run-open-value-hint = The earlier step was probably skipped. Skip this step too, with a reason, or do the earlier one in a new change.
run-back-section = Rollback plan
run-back-nothing = Nothing of this change can be taken back: no step has changed anything yet
run-did-not-happen = It did not happen
run-program-stopped = The program stopped before the end of this step was seen
run-remove-title = Remove { $object }
run-remove-what = Deletes { $object }, which “{ $step }” made.
run-undo-title = Take back: { $step }
run-undo-what = Takes back what the step “{ $step }” did.
run-undo-why = So that it is as before the change.
run-at-once-moved = It is not as it was agreed to beforehand: somebody else has changed it, or something must be asked. Nothing was done
run-at-once-moved-hint = Look at what is shown now, and agree to it in its dialog
run-requires = “{ $step }” needs “{ $needed }” to be done first
run-requires-hint = Skip this step with a reason, or begin a new change.
run-unfit-action = The step “{ $step }” does not fit its form once its values are filled in

## Journal

journal-not-made = The change's journal cannot be made, so nothing is done
journal-not-made-hint = Look at the folder's rights and at the space on the disk.
journal-locked = Another window is carrying out this change
journal-locked-by = Another window is carrying out this change: { $user } on { $host }, process { $pid }, since { $since }
journal-locked-hint = Use that window, or close it first.
journal-not-written = The journal cannot be written, so nothing was done
journal-not-written-hint = Make room on the disk, then try again: the change goes on where it stands.
journal-closed = The disk did not confirm the journal, so nothing more is done in this window
journal-closed-hint = Look at the disk, then start Changeover again.
journal-not-opened = The change's journal cannot be opened
journal-not-opened-hint = Look at the folder's rights and at the disk, then try again.
journal-damaged = The change's journal is damaged, so the change cannot be taken up again
journal-damaged-hint = What stands before the damage still holds: look at its record, then finish by hand or in a new change.

## Travel

travel-pick-to = Write the change into a file
travel-pick-from = Choose the file of a change
travel-exported = The change is in { $file }. Logs and dumps are not in it, only their size and SHA-256.
travel-imported = The change of { $file } is in the list; take it up there
travel-not-read = The file cannot be read, so the change stays where it is
travel-not-read-hint = Look at the file's rights, then try again.
travel-not-written = The change cannot be written there
travel-not-written-hint = Look at the folder's rights and at the space on the disk, then try again.
travel-foreign = This file is no change that this program wrote
travel-foreign-hint = Choose a file that was made by exporting a change, with a version that is not newer than this one.
travel-damaged = This file is damaged or not complete, so nothing was taken over
travel-damaged-hint = Bring it again from the machine where it was made.
travel-differs = This machine has the same change, and it went on differently here
travel-differs-hint = A change goes on in one place only. Compare both records, and end one of them with a note.
travel-older = This machine is further with the same change than the file
travel-older-hint = Go on with the change that is here, or export it for the other machine.

## Worker

ready-rights = { $count ->
    [one] You may do the one thing that this change needs
   *[other] You may do all { $count } things that this change needs
}
ready-rights-unknown = Which rights the objects of { $file } need cannot be told: the file cannot be read
ready-right-back-missing = The way back needs a right that you do not have: { $right }
ready-right-missing = { $who } may not { $right }
ready-you = You
ready-right-missing-hint = Ask whoever administers the cluster for this right; nothing was started.
ready-group-you = You
ready-group-repository = Repository
ready-group-cluster = Cluster
ready-group-around = What else it needs
ready-topic-plan = Can it be planned?
ready-topic-person = Who am I?
ready-topic-rights = May I do everything that it needs?
ready-topic-work-tree = Is the work tree clean?
ready-topic-upstream = Is it up to date with its upstream?
ready-topic-procedure = Is the procedure the one that everybody has?
ready-topic-agreement = Is the cluster as the repository says?
ready-topic-names = Are the names free?
ready-topic-runs = Did its jobs end well the last time?
ready-topic-others = Is nobody else at it?
ready-topic-needed = Is there what templates and routes refer to?
ready-topic-rivals = Will nobody undo it?
ready-topic-way-back = Is the way back open?
ready-topic-images = Are the images there?
ready-topic-disk = Is there room for what it keeps?
ready-topic-clock = Does the clock go right?
ready-person = The cluster knows you as { $who }; you act in { $namespace }
ready-person-unknown = The cluster does not say who you are
ready-person-unknown-hint = Records will name you as git does. Servers from 1.28 on tell it.
ready-person-other = The cluster knows you as { $who } now; when the connection was made it was { $before }
ready-person-other-hint = Connect again: records would name the wrong person.
ready-fact-server = server: { $value }
ready-fact-context = context: { $value }
ready-fact-namespace = namespace: { $value }
ready-fact-version = version: { $value }
ready-fact-groups = groups: { $value }
ready-fact-author = author of commits: { $value }
ready-work-tree = The work tree is clean where this change touches it
ready-moved = { $now } is checked out by now, and this change was prepared on { $base }
ready-moved-hint = Press “Check again”: the repository is read anew.
ready-edits-elsewhere = { $count ->
    [one] One file has edits that no commit holds. This change does not touch it
   *[other] { $count } files have edits that no commit holds. This change touches none of them
}
ready-edits-elsewhere-hint = They stay as they are and come into no commit of this change. Look whether they belong to it.
ready-upstream = The branch has all that { $upstream } has
ready-agreement = { $count ->
    [one] The object that this change applies is as the repository says
   *[other] All { $count } objects that this change applies are as the repository says
}
ready-agreement-held = { $object } was set by somebody in the cluster, and not in the repository: this change would take it back
ready-agreement-held-hint = Ask who set it, and bring it into the repository or out of the cluster. The step that applies asks again, field by field.
ready-agreement-differs = { $count ->
    [one] { $object } differs from the repository in one field: this change will set it as the repository says
   *[other] { $object } differs from the repository in { $count } fields: this change will set them as the repository says
}
ready-agreement-differs-hint = “Repository ↔ cluster” on the cluster page shows the difference.
ready-agreement-missing = { $object } stands in the repository and not in the cluster: this change will make it
ready-agreement-unknown = Whether the cluster is as the repository says cannot be told
ready-rivals-none = Nobody was found who would undo what this change does
ready-rivals-unknown = Whether somebody would undo what this change does to { $object } could not be asked
ready-rivals-unknown-hint = Check again; or go on when you know that nothing steers it (no GitOps, no operator, no autoscaler).
ready-rivals-hint = Pause it for the time of the change, or make the change where it takes its state from.
ready-back = Nothing that the way back needs is missing
ready-back-unknown = Whether all that the way back needs is there could not be asked
ready-back-unknown-hint = Check again before you start: a way back that was not looked at may be closed.
ready-run-none = No earlier job of { $name } is there to compare with
ready-run-good = The last job of { $name } ended well at { $at }
ready-run-failed = The last job of { $name } ({ $job }) failed at { $at }
ready-run-failed-hint = Read its log on the cluster page before this change starts another.
ready-run-unknown = How the last job of { $name } ended cannot be seen
ready-disk = { $free } are free in { $folder }, where record and logs are kept
ready-disk-short = Only { $free } are free in { $folder }, where record and logs are kept
ready-disk-short-hint = A large dump or log may fill it.
ready-disk-low = Only { $free } are free in { $folder }: a dump or a long log may not fit
ready-disk-low-hint = Make room; or go on when you know that this change keeps little.
ready-disk-full = Only { $free } are free in { $folder }: the journal could not be kept to the end
ready-disk-full-hint = Make room, and check again.
ready-clock = This computer's clock goes as the cluster's
ready-clock-ahead = This computer's clock is { $by } ahead of the cluster's
ready-clock-ahead-hint = Times in the record will be wrong by that. Set the clock by the network.
ready-clock-behind = This computer's clock is { $by } behind the cluster's
ready-clock-behind-hint = Times in the record will be wrong by that. Set the clock by the network.
ready-clock-far-ahead = This computer's clock is { $by } ahead of the cluster's: certificates and tokens may be refused
ready-clock-far-ahead-hint = Set the clock by the network; or ask whether the server's is wrong.
ready-clock-far-behind = This computer's clock is { $by } behind the cluster's: certificates and tokens may be refused
ready-clock-far-behind-hint = Set the clock by the network; or ask whether the server's is wrong.
ready-clock-seen = difference { $seconds } s, sure within { $within } s, by the Date of the server's answer
ready-clock-untold = The server's answer says no time
ready-clock-unknown = The server's clock cannot be seen
ready-image = { $image } is there ({ $digest })
ready-image-built = { $image } is there ({ $digest }), built { $at }
ready-template = { $file } is a template of { $count ->
    [one] one object
   *[other] { $count } objects
}, and its values fit
ready-route = { $route } is there and leads to { $now }
ready-route-unasked = Whether { $route } can be switched, cannot be seen
ready-route-no-service = There is no service { $service }, and no step before makes it
ready-route-no-service-hint = Put the service's name right, or make the service in a step before
ready-file-missing = { $file } is not in the repository's work tree
ready-duplicate = { $object } stands twice in { $file } (lines { $first } and { $second }): the second one wins
ready-standing-shipped = The procedure is part of Changeover
ready-standing-upstream = The procedure is the one on the upstream's default branch
ready-standing-not-upstream = The procedure is not (or not like this) on the upstream's default branch
ready-standing-uncommitted = The procedure's file is not committed
ready-standing-changed = The procedure's file was changed after it was read
ready-standing-changed-hint = Check again: the plan is then made from the file as it is now.
act-manifest-unreadable = { $file } cannot be read as a manifest: { $why }

act-setting = { $setting }
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
act-file-not-text = { $file } is not text in UTF-8
act-edit-already = { $object }: { $path } is { $value } already
act-edit-change = { $object }: { $path } (line { $line }) changes from { $before } to { $after }
act-edit-rest = { $count ->
    [one] Nothing else in { $file } changes
   *[other] Nothing else in { $file } changes; comments and line ends stay
}
act-edit-already-commit = { $file } has this already, since commit { $commit } “{ $summary }” of { $author }, { $at }. Nothing is written
act-edit-already-at-least = { $file } has this already, at least since commit { $commit } “{ $summary }” of { $author }, { $at }. Nothing is written
act-edit-already-uncommitted = { $file } has this already in the work tree, not committed yet. Nothing is written
act-edit-written = { $file } is written, and reads as planned
act-edit-refused = { $file } cannot be edited: { $why }
act-edit-refused-hint = Look at the file in the repository, put it right there, then look again.
act-edit-lost = { $file } no longer says what this change set: { $path } of { $object } is not as it was left
act-edit-lost-hint = Put the file right again, then look again. Nothing is applied before that.
act-restore-nothing = { $file } is as commit { $commit } has it. Nothing is written
act-restore-taken-back = What this change wrote into { $file } is taken back already; other edits are as they are. Nothing is written
act-restore-absent = { $file } is not there, as in commit { $commit }. Nothing is written
act-restore-exact = { $file } gets exactly the bytes of commit { $commit }
act-restore-ours = What this change wrote into { $file } goes back to what commit { $commit } has
act-restore-others-stay = Other edits in { $file } stay as they are
act-restore-others = { $file }: other edits since then
act-restore-change-wrote = { $file }: what this change wrote
act-restore-again = { $file } is not there; it comes back as commit { $commit } has it
act-restore-remove = Remove { $file }: commit { $commit } does not have it
act-restore-conflict = Somebody edited the same lines of { $file } that this change wrote
act-restore-not-known = Which lines of { $file } this change wrote cannot be told from other edits
act-restore-wholly = Take all of { $file } from commit { $commit }, other edits too; a copy of it as it is now is kept with the change
act-restore-leave = To leave it as it is, skip this step
act-restore-kept = { $file } as it was is kept as { $name } in the change's folder
act-restore-not-kept = No copy of { $file } could be kept, so nothing was written
act-restore-done = { $file } is back as planned, from commit { $commit }
act-restore-removed = { $file } is removed, as in commit { $commit }
act-commit-file = { $file } goes into the commit
act-commit-others = { $count ->
    [one] One other changed file stays as it is
   *[other] { $count } other changed files stay as they are
}
act-commit-author = Author: { $author }
act-commit-program = Git runs { $program } (named by { $place })
act-commit-nothing = There is nothing to commit: { $commit } “{ $summary }” has it already
act-commit-made = Commit { $commit } “{ $summary }”
act-commit-also = A hook put { $file } into the commit too
act-commit-otherwise = A hook changed what the commit holds of { $file }
act-commit-edited = A hook changed { $file } in the work tree
act-commit-other-edit = Another edit of yours, { $file }, is not as it was
act-commit-message = A hook changed the message
act-commit-parent = Another commit, { $commit }, came in between
act-push-nothing = { $upstream } has everything already. Nothing is sent
act-push-out = { $commit } “{ $summary }” goes to { $upstream }
act-push-several = { $count } commits go out, not only this change's
act-push-in = New on the remote: { $commit } “{ $summary }” of { $author }; it does not touch the files of this change
act-push-in-touches = New on the remote: { $commit } “{ $summary }” of { $author }; it touches the files of this change
act-push-theirs = { $file }: what changed on the remote
act-push-ours = { $file }: what our commit changed
act-push-look-again = Our commit now stands on the new ones as { $commit }. They touch the same files, so the push is shown once more; nothing was sent yet
act-push-cluster-same = The cluster has what { $file } says
act-push-cluster-differs = { $count ->
    [one] { $names } on the cluster is not as { $file } says
   *[other] { $count } objects on the cluster are not as { $file } says: { $names }
}
act-push-cluster-unknown = Whether the cluster has what { $file } says could not be asked: { $why }
act-other-branch = { $now } is checked out by now, and this change was prepared on { $branch }
act-other-branch-hint = Nothing was done. Switch back to { $branch } with git and look again; before the start, “Check again” prepares the change on what is checked out.
act-other-author = git names { $now } as the author by now, and { $was } was shown
act-other-author-hint = Nothing was done. Look again, and decide again; before the start, press “Check again”.
act-push-many = The remote has moved, and { $count } commits would have to be moved onto it
act-push-many-hint = Put the branch in order with git, then look again. The commit of this change stays.
act-push-rebase = { $count ->
    [one] Put our commit on top of the new one, then push
   *[other] Put our commit on top of the { $count } new ones, then push
}
act-push-rebase-touches = { $count ->
    [one] I have looked at both sides. Put our commit on top of the new one, and show the push once more
   *[other] I have looked at both sides. Put our commit on top of the { $count } new ones, and show the push once more
}
act-push-rebased = Our commit is now { $commit } (it was { $was })
act-push-merged = { $file } now holds both sides' changes: apply it again when they belong on the cluster
act-push-done = { $commit } is pushed to { $branch }
act-push-verified = The remote was asked afterwards and has it
act-push-moved-since = The remote took it and has moved on to { $commit } since
act-push-no-answer = The remote took it; asked afterwards it did not answer: { $words }
act-push-words = The remote said: { $words }
act-probe-not-so = It is not so: looked at again, there is still something to do
act-probe-cannot-tell = Nothing that can be read says whether it happened
act-push-landed = { $upstream } has it as { $commit } “{ $summary }” of { $author }. Nothing is sent
act-push-landed-here = The branch here still holds it under its own id; git pull --rebase brings the two together
act-push-where = Where the commits go
act-push-where-branch = To { $upstream } itself
act-push-where-own = To a branch of its own, for a pull request
act-push-where-look = Look whether { $upstream } has it by now
act-push-own-taken = A branch { $branch } is on the remote already, with commit { $commit }, which is not here: it is not used
act-push-waits = It is on { $branch }, and not on { $upstream } yet
act-push-open = The change stays open: { $branch } is pushed, and { $upstream } does not have it yet. When the pull request is merged, look again
act-push-has-it = { $upstream } has it
act-push-page = Open the pull request: { $page }
act-push-no-page = Open a pull request from { $branch } on the page of the remote
act-push-protected-hint = The branch seems to be protected. Look again and choose a branch of this change, for a pull request. The local commit stays.
act-probe-commit = The branch has { $commit } “{ $summary }” of { $author }, which carries this change's line
act-probe-no-commit = The branch has no commit of this try
act-revert-not-asked = The remote could not be asked what is new there: { $why }
act-revert-already = { $commit } “{ $summary }” is taken back already by { $by } of { $author }. Nothing is done
act-revert-gone = Nothing of { $commit } “{ $summary }” is left in the files. Nothing is done
act-revert-not-there = The branch has no commit of this change. Nothing is done
act-revert-joins = { $commit } “{ $summary }” joins two branches; which side stays is yours to decide
act-revert-by-hand = Nothing was changed. Settle it with git (git revert { $commit }), then look again.
act-revert-commit = { $commit } “{ $summary }” of { $author } is taken back
act-revert-not-ours = { $commit } was not made by this change, but by { $author }
act-revert-foreign = Take back { $commit } “{ $summary }” of { $author }, which this change did not make
act-revert-forward = { $count ->
    [one] { $branch } takes one new commit of the remote first
   *[other] { $branch } takes { $count } new commits of the remote first
}
act-revert-later = { $commit } “{ $summary }” of { $author } touched the same files since; its lines stay
act-revert-own-branch = The commit is on the branch of this change on the remote: close its pull request too
act-revert-file = { $file }: only the lines of that commit go back
act-revert-file-goes = { $file } goes away: that commit brought it
act-revert-file-comes = { $file } comes back: that commit removed it
act-revert-conflict-in = { $file }: somebody changed the same lines since
act-revert-since = { $file }: what was changed since
act-revert-conflict = { $count ->
    [one] The same lines of { $file } were changed since, so the commit cannot be taken back by itself
   *[other] The same lines of { $count } files were changed since, { $file } among them, so the commit cannot be taken back by itself
}
act-revert-how = How it is taken back
act-revert-how-revert = By a new commit, which takes the lines back
act-revert-how-undo = By undoing the commit: nobody has seen it, and it goes from the branch
act-revert-made = Commit { $commit } “{ $summary }” takes { $reverts } back
act-revert-undone = { $commit } “{ $summary }” is undone: { $branch } is at { $parent } again
act-revert-probe-undone = { $commit } is not in the branch any more
act-revert-probe-still = { $commit } is still in the branch
act-scale-now = { $name } is set to { $now } pods now
act-job-not-there = No job { $job } is there
act-pause-reason = The change waits: { $reason }
act-pause-hold = The program may be closed meanwhile; take the change up again on the start page
act-capture-not-written = What runs now could not be kept, and without it the step could not be taken back
act-capture-not-read = What ran before this change was kept in { $file }, which cannot be read
act-capture-not-read-hint = It stays on the machine where the change was begun: go back there, or take the objects back by hand.
act-capture-left-out = Not kept for the way back, because they hold secrets: { $names }
act-scale-moved-meanwhile = It is set to { $now } now: neither what this change set ({ $set }) nor what it was before ({ $before }). An autoscaler, another person or an apply set it meanwhile
act-scale-change = { $object }: replicas { $before } → { $after }
act-scale-stop = { $count ->
    [one] One pod ends. The step is done when it is really gone (after { $limit } it counts as late)
   *[other] { $count } pods end. The step is done when they are really gone (after { $limit } it counts as late)
}
act-scale-affected = Nobody reaches { $name } from now on until it is started again
act-scale-set = { $name } is set to { $replicas }
act-scale-gone = No pod is left ({ $secs } s)
act-scale-late = { $count ->
    [one] One pod is still there after { $limit }
   *[other] { $count } pods are still there after { $limit }
}
act-scale-late-hint = Try again to wait on. A pod that is still there may still write to the database.
act-scale-up-again = Somebody set { $name } to { $now } while it was being stopped
act-scale-no-target = The step names no workload, or several
act-scale-set-by = It was set last by { $manager } at { $at }, as the server keeps it: by that program, not by this change. Who used it the server does not keep
act-scale-set-by-nobody = The server does not keep who set it, nor when
act-scale-set-by-autoscaler = It was set last by { $manager } at { $at }, as an autoscaler does
act-scale-moved = { $name } was changed meanwhile: it is set to { $now } now
act-apply-not-at = { $file } does not exist in the commit { $commit }
act-apply-create = { $count ->
    [one] One object is made: { $names }
   *[other] { $count } objects are made: { $names }
}
act-apply-change = { $count ->
    [one] One object changes: { $names }
   *[other] { $count } objects change: { $names }
}
act-apply-same = { $count ->
    [one] One object stays as it is: { $names }
   *[other] { $count } objects stay as they are: { $names }
}
act-apply-unchanged = { $count ->
    [one] One object was so already
   *[other] { $count } objects were so already
}
act-apply-removed = { $object }: { $field } goes, because it left the file
act-apply-warning = { $object }: the server warns: { $words }
act-apply-ours = { $object }: the file's values go on to hold where our own scaling or an earlier apply wrote them ({ $fields })
act-apply-by-hand = { $object }: { $field } was set to { $live } by { $manager } at { $at }; the file says { $file }
act-apply-by-hand-undated = { $object }: { $field } was set to { $live } by { $manager }; the file says { $file }
act-apply-controller = { $object }: { $field } is steered by { $manager } ({ $live }); the file says { $file }
act-apply-overwrite = Overwrite { $field } of { $object }, which { $manager } set
act-apply-wait = Then waits until the new pods are ready; after { $limit } the roll-out counts as late, not as failed
act-wait-try = { $pod } ended with exit code { $code } ({ $reason })
act-apply-late = It took longer than agreed, which is not a failure
act-apply-not-ready-hint = Look at the pods at the right: what they wait for stands there.
act-apply-file-moved = { $file } was changed meanwhile
act-job-free = The name { $job } is free
act-job-ours = This change has made the job { $job } already
act-job-make = Makes the job { $job } from the cron job { $cron }, as kubectl create job --from does
act-job-taken = There is a job { $job } already: { $state }, made by { $who } at { $at }
act-job-state-running = running
act-job-state-finishing = about to end
act-job-state-suspended = suspended
act-job-state-complete = completed
act-job-state-failed = failed
act-job-choose-suffix = Start { $job } instead
act-job-choose-adopt = Use the existing { $job }
act-job-no-name = No free name like { $job } was found
act-job-made = The job { $job } is made
act-job-found-again = The answer was lost; the job { $job } was looked for and is there, made by this change
act-job-warning = The server warns: { $words }
act-job-adopted = The existing job { $job } is used
act-no-longer-so = { $step }: it is no longer so, and was read again
act-job-template-moved = The cron job { $cron } was changed meanwhile: the job would be another one than was shown
act-job-moved = The job { $job } is not the one that was shown any more
act-apply-job-same = { $object } is there already with the same content: applying it would run nothing
act-apply-job-there = { $object } is there already: applying it would not run it again
act-apply-job-ending = { $object } is being deleted and is not gone yet
act-apply-job-differs = { $object } is there already with other content, which cannot be changed in a job
act-apply-job-hint = Look at the job that is there. When it is not needed any more, delete it, then look again
act-template-unreadable = { $file }: { $why }
act-template-unreadable-hint = One file holds one OpenShift Template and nothing else. Correct the file, or name another one.
act-template-unfit = The values do not fit the template { $file }: { $why }
act-template-unfit-hint = Correct the values in the procedure or the form; nothing was sent.
act-template-value = { $name } = { $value }
act-template-agree = That is meant so: { $note }
act-template-kept = { $parameter } keeps the value that is in use; no new one is made up
act-template-anew = { $parameter } gets a new value, because the one in use cannot be found: what was set up with the old one may not work any more
act-template-foreign = { $object } is there already and was not made by this change: it would be overwritten
act-template-of-change = { $object } was made by the change { $change }, not by this one: it would be overwritten
act-template-overwrite = Overwrite { $object }, which this change has not made
act-template-message = The template says: { $message }
act-template-open-secret = { $names }: the template { $file } puts it where a secret stands, and the procedure gives its value, which would stand in the plan, the journal and the record
act-template-open-secret-hint = Leave it out of the procedure’s params, so that the template makes it up, or let the template refer to a Secret that is there; nothing was sent.
act-template-needs-there = { $count ->
    [one] The one thing that the objects refer to is there
   *[other] All { $count } things that the objects refer to are there
}
act-template-no-object = { $kind } { $name } is not there in { $namespace }; { $by } needs it
act-template-no-object-hint = Make it first, or correct what the template refers to; then check again.
act-template-no-key = { $kind } { $name } in { $namespace } has no key { $key }; { $by } needs it
act-template-no-key-hint = Add the key, or correct what the template refers to; then check again.
act-template-no-tag = The image stream { $name } in { $namespace } has no tag { $key }: { $by } would stay at version 0 and start nothing
act-template-no-tag-hint = Put the image in under this tag, or correct the tag in the template; then check again.
act-template-unseen = { $kind } { $name } in { $namespace } cannot be looked at; { $by } needs it
act-template-unseen-hint = Whoever may look at it can say whether it is there.
act-route-missing = There is no route { $route } in { $namespace }
act-route-missing-hint = Look whether the name and the namespace are right. Only routes of OpenShift (route.openshift.io) can be switched
act-route-no-name = “{ $to }” cannot be the name of a service
act-route-no-name-hint = Put `to` of the step right: a service is called by lower-case letters, digits and hyphens
act-route-so = { $route } leads to { $to } already
act-route-change = { $route } leads to { $to } instead of { $from }
act-route-address = Requests for { $address }: name, path and TLS stay as they are
act-route-behind = Behind { $service }: { $ready } of { $all } pods ready. { $pods }
act-route-behind-now = Behind { $service }, now: { $ready } of { $all } pods ready. { $pods }
act-route-behind-then = Behind { $service }, then: { $ready } of { $all } pods ready. { $pods }
act-route-will-ask = Afterwards { $url } is asked until it answers with { $status } as the procedure wants it
act-route-will-see = Afterwards { $url } is asked once, when it can be reached from here; the procedure does not say what is right
act-route-affected = Everybody who asks { $address } from then on
act-route-alternates = Further services share its requests: { $names }. The procedure does not say what becomes of them
act-route-alternates-hint = Take them out of the route first; or, if they are to keep their share, write alternateBackends: keep into the step
act-route-alternates-keep = Further services keep their share of the requests: { $names }
act-route-other = { $route } leads to { $now }, and the procedure expects { $expected }
act-route-other-hint = Find out who has changed the route, and why. Nothing was sent
act-route-weightless = { $route } gives its service the weight 0: no request would reach it
act-route-weightless-hint = Give spec.to a weight above 0 first
act-route-unready = Requests would reach no pod behind { $service }: { $why }
act-route-unready-hint = Look at the pods of the service and wait until one is ready, then look again. The route stays as it is until then
act-route-moved-meanwhile = { $route } leads to { $now }, where neither this change ({ $set }) nor what was before has led it: somebody else has changed it
act-route-moved-meanwhile-hint = Find out who has led it there, and why, before it is led elsewhere
act-route-nevertheless = I know, and it is to be done nevertheless: { $why }
act-route-inverse = Agree now that one click leads { $route } back to { $to }
act-route-switched = { $route } leads to { $to }
act-route-rest-same = Everything else in the route is as before
act-route-rest-moved = Something else in the route was changed at the same time by somebody else
act-route-reached = { $ready ->
    [one] One pod behind { $service } is ready
   *[other] { $ready } pods behind { $service } are ready
}
act-route-not-kept = { $route } leads to { $now } right after it was switched: somebody else has changed it
act-route-not-kept-hint = Find out who leads it there, often GitOps or another change, and agree with them; then look again
act-route-moved = { $route } has been changed since it was shown; it leads to { $now }
act-route-moved-hint = Nothing was sent. Look again: the step is shown as the route is now
act-route-now = { $route } leads to { $now }
act-route-replaced = { $route } is another object by now; it leads to { $now }
act-route-no-host = { $route } has no single name that could be asked
act-route-no-host-hint = Give the route one host (spec.host), or take `answer` out of the step and look at the site yourself
act-route-answer = { $url } answers with status { $status }
act-route-answer-hint = The route leads to the new service, and its host does not answer as wanted. Lead it back, or look at the new pods
act-route-unasked = { $url } cannot be asked from here: { $why }
act-route-late = no answer within 5 seconds
act-route-which = Which pods answered is not known: the procedure names no `body` by which the new ones are told
act-apply-probe-same = The cluster has what { $file } says
act-apply-probe-differs = The cluster does not have it all; still different: { $names }
act-probe-unfit = The procedure's question how it stands cannot be asked
act-probe-says-done = Asked how it stands: it is done
act-probe-says-not = Asked how it stands: it is not done
act-probe-failed = Asked how it stands: the question itself failed with exit code { $code }
act-probe-lost = Asked how it stands: no answer came. { $message }
act-probe-there = { $object } is there
act-probe-gone = { $object } is not there
act-exec-runs = Runs { $program } in { $pod }, container { $container }. After { $limit } without an end it is not waited for any more
act-exec-beside = Other pods of the same workload are not ready or are ending: { $pods }
act-exec-seen = Seen now: { $line }
act-exec-no-workload = { $text } names no deployment or stateful set
act-exec-moved = { $pod } is another pod than the one that was shown
act-exec-ended = { $program } ended with exit code 0
act-exec-says = It says: { $line }
act-exec-cut = It wrote more than is kept; what is beyond the first mebibyte was not judged
act-exec-not-good = { $program } ended with exit code 0, but what it says does not hold good
act-exec-not-so = { $program } ended with exit code 0, but looked at again it is not so
act-exec-failed = { $program } failed with exit code { $code }
act-exec-code-missing-hint = The program is not in the container, or may not be run there
act-exec-code-killed-hint = The program was ended from outside; what it had done by then stays. Look before you do it again
act-exec-not-started = { $program } could not be started in { $pod }
act-exec-lost = { $program } was started in { $pod }, and its end was not told: it is not known what it did
act-exec-late = { $program } has not ended in time. It may still run in { $pod }
act-exec-stopped = { $program } is no longer waited for. It may still run in { $pod }
act-exec-unknown-hint = Ask how it stands before you do it again. The program runs on in the pod until it ends by itself
act-exec-may-run = Should the program still run in the pod, this can change
act-delete-ours = { $object } goes. This change made it ({ $step }, { $at })
act-delete-other-change = { $object } goes. Another change made it ({ $change }, { $at })
act-delete-by-others = { $object } goes. Changeover did not make it ({ $at })
act-delete-more = { $count ->
    [one] One more object goes
   *[other] { $count } more objects go
}
act-delete-running = { $object } still runs; its pods are ended with it
act-delete-data = { $object } keeps data, which may be gone for good with it
act-delete-ending = { $object } was told to go already and is still there
act-delete-still = { $object } is there
act-delete-unread = What there is of these kinds cannot be listed with your rights: { $kinds }
act-delete-no-object = There is no { $object }
act-delete-none = Nothing has the labels { $selector }
act-delete-none-made = There is nothing any more that the step { $step } made
act-delete-unfit = { $text } does not say what is to be deleted
act-delete-gone = { $object } is gone
act-delete-late = { $count ->
    [one] One object was told to go and is still there
   *[other] { $count } objects were told to go and are still there
}
act-delete-late-hint = The list says what holds each of them. Look again when that has let go
act-newest-unfit = { $cron } is no name of a cron job
act-newest-good = The newest run of { $cron } is the one that this change made
act-newest-ours-gone = The run of { $cron } that the step { $step } made is no longer in the cluster, so nothing says which run is the newest
act-newest-newer = { $job } is another run of { $cron }, from { $at }: it may have made a newer backup than this change
act-newest-scheduled = The schedule of { $cron } started a run at { $at }, after the one of this change; it is no longer in the cluster
act-newest-ask = I have looked at the other runs of { $cron }, and the result of this change’s own run is the right one
act-wait-job = Follows the log of { $job } until the job has ended; after { $limit } it counts as late, not as failed
act-wait-no-job = There is no job { $job }
act-wait-bad-pattern = The procedure expects a pattern that is none: { $pattern }
act-wait-complete = The job { $job } has the condition Complete
act-wait-failed = The job { $job } failed: { $reason ->
    [BackoffLimitExceeded] every try failed, and no more are made (BackoffLimitExceeded)
    [DeadlineExceeded] it ran longer than it may (DeadlineExceeded)
    [PodFailurePolicy] its failure policy ended it (PodFailurePolicy)
    [MaxFailedIndexesExceeded] more of its parts failed than may fail (MaxFailedIndexesExceeded)
    [FailedIndexes] some of its parts failed (FailedIndexes)
   *[other] { $reason }
}
act-wait-gone = The job { $job } is gone before its end was seen: its result is not known
act-wait-not-good = The job { $job } completed, but what it says does not hold good
act-wait-no-log = The job { $job } completed, but no line of its log could be read, so nothing shows that it is good
act-wait-bad-hint = Read the log. Going on is possible only with a written reason, which the record shows in bold.
act-log-kept = The whole log is kept in { $file } ({ $count ->
    [one] one line
   *[other] { $count } lines
})
act-log-lost = The log could not be kept as a file: { $fault }
act-announce-to = Goes to { $to }
act-announce-sent = The announcement was sent, as the person says

worker-this-machine = this computer

lease-waiting = { $who } on { $host } runs “{ $title }” in this namespace, at step { $step }
lease-waiting-begun = { $who } on { $host } has begun “{ $title }” in this namespace
lease-held = { $who } on { $host } holds “{ $title }” in this namespace: { $reason }
lease-silent = { $who } on { $host } has begun “{ $title }” in this namespace; that window has not been seen for { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}
lease-waiting-hint = This window only shows. Talk to the other person; taking over needs a reason, which they will read.
lease-taken = { $who } on { $host } took this change's namespace over at { $at }: { $reason }
lease-lost = { $who } on { $host } now runs a change in this namespace; this window only shows
lease-since = since { $at }, by that machine's clock
lease-not-seen = not seen for { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}
lease-held-because = Held: { $reason }
lease-unknown-since = for { $time }
lease-moved = Somebody else was faster: { $who } runs a change here now. Nothing was taken over
lease-unknown = Whether this change may go on here cannot be confirmed by the cluster
lease-unknown-hint = No new step begins until the cluster confirms it; what is under way goes on. It is asked again every few seconds.
journal-behind = The journal lacks what was decided last in this window, so nothing more is done from here
journal-behind-hint = Leave the change and take it up again: it then stands where its journal says.
lease-refused = Nothing was done, for this window only shows: { $why }
lease-no-answer = The cluster did not answer within { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}
lease-not-permitted = Others cannot see that this change runs: you may not write Leases in this namespace
lease-not-permitted-hint = The change goes on without. Tell your colleagues; or ask for get, create and patch on leases.coordination.k8s.io.
ready-left-over = { $object } of an earlier time is there, made { $at }; the way back needs that name
ready-left-over-removed = The way back removes it before it makes its own. Look now whether somebody still needs it.
ready-left-over-hint = The way back would be stopped by it: remove it beforehand.
ready-lease-free = Nobody runs a change in { $namespace }
ready-lease-hint = Starting now gives a window that only shows, until you take over with a reason or they are through.
ready-lease-unknown = Whether somebody runs a change in { $namespace } cannot be seen

second-awaited = This step waits for a second person, who has not agreed yet
second-not-permitted = This step asks for a second person, and you may not write the Lease on which they would be asked
second-same-person = { $who } agreed on { $host }, but that is you
second-same-machine = { $who } agreed on { $host }, but that is this machine
second-other = { $who } agreed on { $host } to what was shown before; it is another step or plan now
second-nobody = The cluster does not say who you are, so you cannot be the second person
second-yourself = You asked yourself; a second person is somebody else
second-your-machine = The change runs on this machine; a second person agrees from another one
second-moved = What is asked has changed or is done since it was shown; nothing was agreed to
second-hint = Another person opens Changeover on their own machine, with their own login and this namespace, and agrees on the start page.

evidence-log = Log of { $deployment }'s newest pods
evidence-pods = Newest pods of { $deployment }
evidence-looked-at = { $count ->
    [one] one line looked at
   *[other] { $count } lines looked at
}
evidence-not-whole = Not everything could be read: what is missing below may have been the answer.
evidence-never-ran = None of the newest pods ever started: they wrote nothing and changed nothing.
evidence-no-line = The newest pods have run, and no line matches: that proves nothing by itself.
evidence-lines = { $count ->
    [one] One line of the newest pods matches
   *[other] { $count } lines of the newest pods match
}
evidence-no-value = There is no such value
evidence-no-pod = There is no pod of the newest version now, so there is no log to read either
evidence-not-started = { $pod }, container { $container }: never started ({ $why })
evidence-running = { $pod }, container { $container }: runs since its start
evidence-restarted = { $pod }, container { $container }: runs, after { $restarts ->
    [one] one restart
   *[other] { $restarts } restarts
}; it ended with code { $code } ({ $reason }) before
evidence-ended = { $pod }, container { $container }: ended with code { $code } ({ $reason }), { $restarts ->
    [one] one restart
   *[other] { $restarts } restarts
}
evidence-pattern = “{ $pattern }” is no regular expression, so the log was not read
evidence-object = { $path } of { $object } cannot be looked at

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
record-fact-journal = Journal
record-damage = Damaged from line { $line } on: this record tells what stands before it, and nothing of what came after
record-fact-result = Result
record-fact-started = Started
record-fact-ended = Ended
record-fact-took = Took
record-fact-clock = Clock
record-clock-back = The computer's clock was set back by { $by } meanwhile: times are not in order, lengths are as the program counted them
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
record-fact-ticket-address = Ticket's address
record-fact-asked-by = Asked by
record-place-open = chosen by who carries the change out
record-person-open = (who carries the change out)
record-fact-deviations = Deviations
record-fact-unknown = Deeds of which it is not known whether they happened
record-completed = Completed
record-rolled-back = rolled back
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
    [one] 1, listed below
   *[other] { $count }, listed below
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
record-course = What happened besides
record-resumed = Taken up again on { $host }
record-settled-yes = “{ $step }” had happened, though nobody saw its end (reason: { $reason })
record-settled-no = “{ $step }” had not happened, or had only read (reason: { $reason })
record-went-back = Rolled back, with the answer “{ $answer }” (reason: { $reason })
record-undone-alone = Taken back alone: { $step }
record-left-back = The way back was left before its end: { $reason }
record-held = Held: { $reason }
record-waived = “{ $step }” was done although a step that it requires was not: { $reason }
record-taken-over = Taken over from { $from }: { $reason }
record-seconded = A second person agreed to “{ $step }”, from { $host }
record-no-back = Nothing was rolled back
record-skipped = Skipped: { $reason }
record-forced = Gone on although it failed: { $reason }
record-note = Note: { $text }
record-note-files = { $count ->
    [one] A file was added
   *[other] { $count } files were added
}
record-files-by-hand = Files to attach to this ticket by hand
record-attempt = Try { $number }
record-beforehand = Done by one click, agreed to beforehand by { $who } at { $at }
record-inverse = Agreed to beforehand: { $offer }
record-reason = Deviation: { $reason }
record-warned = Shown before: { $what }
record-done = Done
record-failed = Failed
record-unknown = Not known whether it happened
record-cancelled = Stopped waiting
record-no-end = Begun, and its end is not in the journal
record-may-run = Under way, or its end is not written yet
record-cut = { $lines ->
    [one] 1 line left out
   *[other] { $lines } lines left out
}; they are in the journal
record-cut-file = { $lines ->
    [one] 1 line left out
   *[other] { $lines } lines left out
}; the whole is in { $file }

## Cluster

cluster-attempt-connect = connecting to { $server }
cluster-attempt-get = reading { $object }
cluster-attempt-list = listing { $object }
cluster-attempt-watch = watching { $object }
cluster-attempt-create = creating { $object }
cluster-attempt-patch = changing { $object }
cluster-attempt-delete = deleting { $object }
cluster-attempt-exec = running a program in { $object }
cluster-attempt-ask = asking the server about { $object }

cluster-unauthorized = The cluster does not accept the sign-in ({ $what })
cluster-unauthorized-user = The cluster does not accept the sign-in of the user { $user } in { $file } ({ $what })
cluster-unauthorized-hint = The token has probably expired. Sign in again as you usually do (for example with oc login), then try again: the kubeconfig is read anew
cluster-other-server = The context { $context } of the kubeconfig leads to { $is } by now, not to { $wanted }: nothing was sent
cluster-other-way = The context { $context } of the kubeconfig reaches { $server } in another way by now (its authority, its checks of the certificate, or its proxy): nothing was sent
cluster-other-way-hint = If that is as it should be, close this change's window and take the change up again: the new way is then shown beforehand
cluster-nobody = nobody (no sign-in)
cluster-other-server-hint = Let the context lead to the first cluster again, then try again
cluster-other-person = The kubeconfig signs in as { $now } by now, not as { $before }: nothing was sent
cluster-other-person-hint = Sign in as { $before } again, then try again. Another person takes a change over by taking it up anew
cluster-forbidden = { $who } may not { $right } ({ $what })
cluster-forbidden-plain = This is not allowed ({ $what })
cluster-forbidden-hint = Ask an administrator of the cluster for this right
cluster-rights-missing = { $who } lacks { $count ->
    [one] a right
   *[other] { $count } rights
} in { $namespace }: { $rights }
cluster-watch-kind = This version does not watch { $kind }
# Rows that are older than they seem.
cluster-watch-slept = This machine slept, or this program stood still: the state is being read anew
cluster-watch-unheard = The cluster has not been heard since then
cluster-watch-absent = The procedure watches objects of the kind { $kind }, and this cluster has no such kind
cluster-policy = { $cause ->
    [webhook] A webhook of the cluster refuses this ({ $what }): { $message }
    [webhook-silent] A webhook that the cluster must ask did not answer ({ $what }): { $message }
    [unsized] The quota of the namespace counts what the pods do not name ({ $what }): { $message }
    [quota] The quota of the namespace does not allow this ({ $what }): { $message }
    [security] The security rules of the namespace forbid this ({ $what }): { $message }
    [limits] The limits of the namespace do not allow this ({ $what }): { $message }
    [ending] The namespace is being deleted, so nothing can be made in it ({ $what }): { $message }
    [rights] This would hand out rights that the person does not have ({ $what }): { $message }
    [account] The service account does not exist ({ $what }): { $message }
    [policy] An admission policy of the cluster refuses this ({ $what }): { $message }
   *[other] A rule of the cluster refuses this ({ $what }): { $message }
}
cluster-policy-hint = { $cause ->
    [webhook] Put right what the webhook names, or ask who keeps it
    [webhook-silent] Whoever keeps that webhook must look whether it runs
    [unsized] Give every container the requests and limits that the message names
    [quota] Ask for less, scale something else down, or have an administrator of the cluster raise the quota
    [security] Put the securityContext in the manifest right, or ask an administrator of the cluster
    [limits] Change requests and limits in the manifest to what the message allows
    [ending] Wait until it is gone and make it anew, or choose another namespace
    [rights] Ask an administrator of the cluster to make this role or binding
    [account] Make the service account, or put its name in the manifest right
    [policy] Put right what the policy names, or ask who keeps it
   *[other] This is a quota, a security rule or another policy. Change the manifest, or ask an administrator of the cluster
}
cluster-not-found = { $object } does not exist ({ $what })
cluster-not-found-hint = Check the name and the namespace
cluster-already-exists = { $object } exists already ({ $what })
cluster-already-exists-hint = Look at it first: it may be yours from an earlier try, or somebody else's
cluster-moved = Somebody changed it meanwhile ({ $what })
cluster-moved-hint = Look at it again, then decide again
cluster-conflict = { $count ->
    [one] 1 field belongs
   *[other] { $count } fields belong
} to { $managers } ({ $what })
cluster-conflict-hint = Somebody or something else set these values. Look at them before you overwrite them
cluster-invalid = The cluster does not accept it ({ $what }): { $message }
cluster-invalid-hint = { $cause ->
    [fixed] Leave the field as it is in the cluster. To change it the object must be made anew; for a claim, a volume, a namespace or an operator’s object that deletes the data
    [large] An object may hold about 1 MB: take something out of it, or split it
    [format] The server is too old for this way of changing things: an administrator of the cluster must look
    [version] Look at apiVersion and kind in the manifest, and which versions the cluster serves
    [field] Look at the field's name and place in the manifest: it is misspelt, in the wrong place, or there twice
    [missing] Write the field that the message names into the manifest
   *[other] Put the named field right
}
cluster-too-many = The cluster is too busy to answer ({ $what })
cluster-too-many-wait = The cluster is too busy ({ $what }); it asks to wait { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}
cluster-too-many-hint = Wait a little, then try again
cluster-expired = What the cluster was asked to go on from is no longer kept ({ $what })
cluster-expired-hint = Look again: everything is then read anew
cluster-server = { $cause ->
    [webhook] A webhook that the cluster must ask did not answer, HTTP { $status } ({ $what }): { $message }
    [away] The cluster, or a part of it, is not there at present, HTTP { $status } ({ $what })
    [slow] The cluster did not finish in time, HTTP { $status } ({ $what })
    [unsupported] The cluster does not offer this, HTTP { $status } ({ $what })
   *[other] The cluster answered with an error of its own, HTTP { $status } ({ $what })
}
cluster-server-hint = { $cause ->
    [webhook] Nothing was done. Whoever keeps that webhook must look whether it runs; then try again
    [away] Nothing was done. Wait a little, then try again; it may be restarting, or an API of an extension is down
    [slow] Nothing was done. Try again; if it stays, the cluster or its storage is overloaded
    [unsupported] Nothing was done. Look at the version of the cluster, and whether something between here and it answers instead
   *[other] Nothing was done. Try again; if it stays, an administrator of the cluster must look
}
cluster-timeout = No answer within { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
} ({ $what })
cluster-timeout-hint = Check the network or VPN, and whether the cluster is up
cluster-unknown = It was sent, and no answer came ({ $what }): it is not known whether it was done
cluster-unknown-hint = Look at the object before you do it again
cluster-credentials = The sign-in could not be used ({ $what })
cluster-credentials-hint = Sign in again as you usually do, then try again
cluster-unreadable = The answer could not be read ({ $what })
cluster-unreadable-hint = Something between here and the cluster may have answered instead of it, such as a proxy
cluster-request = The request could not be built ({ $what })
cluster-request-hint = This is a mistake of Changeover. Please report it with the details

cluster-unreachable-dns = The server's name is not known ({ $what })
cluster-unreachable-dns-hint = Check the name, the network and the VPN
cluster-unreachable-refused = Nothing listens there ({ $what })
cluster-unreachable-refused-hint = The cluster may be down, or the address or port is wrong
cluster-unreachable-silent = The server does not answer ({ $what })
cluster-unreachable-silent-hint = Check the network or VPN; a firewall may be in between
cluster-unreachable-no-route = There is no way to that network ({ $what })
cluster-unreachable-no-route-hint = Check the network or VPN
cluster-unreachable-proxy = The proxy does not let us through ({ $what })
cluster-unreachable-proxy-hint = Check the proxy's address and sign-in, and whether NO_PROXY should name the server
cluster-unreachable-broken = The connection broke ({ $what })
cluster-unreachable-broken-hint = Try again; check the network or VPN if it stays
cluster-unreachable-tls-issuer = The server's certificate is not from an authority that the kubeconfig trusts ({ $what })
cluster-unreachable-tls-issuer-hint = Check that this is the right server. If its authority is new, get a new kubeconfig, or name the authority's file in the settings
cluster-unreachable-tls-expired = The server's certificate has expired ({ $what })
cluster-unreachable-tls-expired-hint = An administrator of the cluster must renew it; check this computer's clock too
cluster-unreachable-tls-not-yet = The server's certificate is not valid yet ({ $what })
cluster-unreachable-tls-not-yet-hint = Check this computer's clock
cluster-unreachable-tls-name = The server's certificate is for another name ({ $what })
cluster-unreachable-tls-name-hint = Use the name in the certificate, or set tls-server-name in the kubeconfig
cluster-unreachable-tls-bad = The server's certificate cannot be accepted ({ $what })
cluster-unreachable-tls-bad-hint = The details say which rule it breaks; an administrator of the cluster must renew it
cluster-unreachable-tls-client = The server does not accept our certificate ({ $what })
cluster-unreachable-tls-client-hint = The certificate in the kubeconfig may have expired: get a new kubeconfig
cluster-unreachable-tls-none = There is no encrypted service at that port ({ $what })
cluster-unreachable-tls-none-hint = Check the address and port in the kubeconfig
cluster-unreachable-tls-own = The certificates of the kubeconfig cannot be used ({ $what })
cluster-unreachable-tls-own-hint = Get a new kubeconfig; the details say what is wrong
cluster-unreachable-tls-other = The encrypted connection did not come about ({ $what })
cluster-unreachable-tls-other-hint = The details say what the other side answered

cluster-set-up = The connection to { $server } could not be set up: { $message }
cluster-set-up-hint = Put the kubeconfig or the settings right
cluster-needs-consent = The kubeconfig wants to run a program to sign in: { $command }
cluster-needs-consent-hint = Look at the program and its arguments. Agree only if you know it
cluster-plugin-start = The sign-in program { $command } could not be started: { $problem }
cluster-plugin-timeout = The sign-in program { $command } did not end in time
cluster-plugin-exit = The sign-in program { $command } failed: { $problem }
cluster-plugin-output = The sign-in program { $command } gave no sign-in that can be used: { $problem }
cluster-plugin-install = The kubeconfig says: { $text }
cluster-plugin-hint = It cannot ask questions from here. Run "kubectl get namespace" in a terminal to sign in, then try again

cluster-config-no-file = There is no kubeconfig. Looked for: { $files }
cluster-config-no-file-hint = Choose the file that your cluster's administrator gave you
cluster-config-read = { $file } cannot be read: { $problem }
cluster-config-read-hint = Check that it is a file and that you may read it
cluster-config-too-large = { $file } is too large for a kubeconfig
cluster-config-too-large-hint = Choose another file
cluster-config-parse = { $file } is not a kubeconfig (line { $line })
cluster-config-parse-hint = Look at that line, or choose another file
cluster-config-no-contexts = There is no context in { $files }
cluster-config-no-contexts-hint = Choose another file, or sign in to a cluster first
cluster-config-no-context = There is no context { $context }. There are: { $known }
cluster-config-no-context-hint = Choose one of these
cluster-config-no-cluster = The context { $context } in { $file } names the cluster { $cluster }, which is not defined
cluster-config-no-cluster-hint = Add the cluster to the kubeconfig, or choose another context
cluster-config-no-user = The context { $context } in { $file } names the user { $user }, who is not defined
cluster-config-no-user-hint = Add the user to the kubeconfig, or choose another context
cluster-config-no-server = The cluster { $cluster } in { $file } has no server address
cluster-config-no-server-hint = Add its server to the kubeconfig
cluster-config-bad-server = The cluster { $cluster } in { $file } has an address that cannot be used: { $server }
cluster-config-bad-server-hint = An address looks like https://203.0.113.7:6443
cluster-config-certificate = The certificate authority of the cluster { $cluster } in { $file } cannot be used: { $problem }
cluster-config-certificate-hint = Get a new kubeconfig
cluster-config-auth-provider = The sign-in method { $name } is no longer supported
cluster-config-auth-provider-hint = Get a kubeconfig with a credential plug-in or a token
cluster-config-no-command = The sign-in program of { $user } in { $file } has no name
cluster-config-no-command-hint = Put the exec entry of the kubeconfig right
cluster-config-bad-proxy = { $proxy } is not a proxy that can be used
cluster-config-bad-proxy-hint = A proxy is http://, https:// or socks5:// with a host and port

cluster-warn-open = Others on this computer can read or change { $file }
cluster-warn-no-check = The server's certificate is not checked (insecure-skip-tls-verify): somebody in between could pose as the cluster
cluster-warn-no-tls = The connection to the server is not encrypted
cluster-warn-proxy = Requests go through the proxy { $address }
cluster-warn-proxy-password = Requests go through the proxy { $address }, and its password is sent to it without encryption
# Deeds and waits (scale, jobs, logs, apply, rollout)
cluster-delete-kinds = The cluster knows no { $kinds }, so nothing was deleted
cluster-delete-kinds-hint = Check the names of the kinds. Their definitions may have been removed from the cluster
cluster-delete-wide = The selector "{ $selector }" asks for no label with a value, so it could reach everything
cluster-delete-wide-hint = Name at least one label with its value, such as app=web
cluster-delete-outside = { $kind } does not belong to a namespace; a change deletes only in its own
cluster-delete-moved = { $object } is another one than the one that was shown; it was not deleted
cluster-deleting = Deleting { $object }
cluster-waiting-deleted = { $count ->
    [one] One object is still going
   *[other] { $count } objects are still going
}
cluster-left-held = { $object } was told to go and is held by { $finalizers }
cluster-left-ending = { $object } was told to go and is still there
cluster-exec-no-pod = No pod of { $object } is ready, so nothing can be run in it
cluster-exec-no-pod-hint = Wait until a pod is ready. The details name the pods that are not ready or are ending
cluster-exec-several = { $count } pods of { $object } are ready ({ $pods }); a program is run only where there is exactly one
cluster-exec-several-hint = Wait until a roll-out is over, scale to one pod, or let the procedure name the pod's role
cluster-exec-no-container = { $pod } has no container { $container }; it has { $known }
cluster-scale-moved = { $object } has changed since it was shown: { $wanted } pods are wanted now
cluster-job-taken = The name { $job } is taken (made by { $who })
cluster-job-taken-hint = Take that job over, wait for its end, or choose another name
cluster-apply-no-object = Document { $document } has no { $missing }
cluster-apply-unknown-kind = Document { $document }: the cluster does not know the kind { $kind } of { $version }
cluster-apply-other-namespace = Document { $document }: { $object } belongs to the namespace { $namespace }, not to the one of this change
cluster-apply-duplicate = Documents { $first } and { $second } are both { $object }; only one of them can be applied
cluster-apply-other-server = { $object } is served by another API server than the cluster’s own (an APIService leads there), or it may not be asked whether it is; such a server may carry out a dry run as if it were meant. So it can be neither previewed nor applied here
cluster-apply-other-server-hint = Where it may not be asked, let somebody do it who may read APIServices. Else take it out of the file and apply it by hand. OpenShift’s roles and role bindings exist a second time under rbac.authorization.k8s.io/v1: written so, they can be applied here.
cluster-apply-moved = { $object } has changed since it was shown
cluster-apply-stopped = { $count ->
    [one] Of { $all } objects 1 was applied before
   *[other] Of { $all } objects { $count } were applied before
}: { $names }
cluster-applied-created = { $object } made
cluster-applied-configured = { $object } changed
cluster-applied-unchanged = { $object } is already so
cluster-waiting-gone = { $count ->
    [one] 1 pod is still there
   *[other] { $count } pods are still there
}
cluster-waiting-lost = The connection is lost and is being taken up again
cluster-remaining-running = { $pod } runs and has not been told to end
cluster-remaining-ending = { $pod } was told to end and has not ended yet
cluster-remaining-node = { $pod } is on { $node }, which does not answer; it stays until the node comes back or is removed
cluster-remaining-held = { $pod } has ended but is held by { $finalizers }
cluster-pod-image = { $pod } cannot get its image ({ $reason }): { $message }
cluster-pod-setup = { $pod } cannot be set up ({ $reason }): { $message }
cluster-pod-crash = { $pod } ends again and again ({ $reason }): { $message }
cluster-pod-memory = { $pod } needed more memory than it may have
cluster-pod-unschedulable = No node takes { $pod } ({ $reason }): { $message }
cluster-pod-evicted = The cluster took { $pod } away ({ $reason }): { $message }
cluster-pod-event = { $pod } does not get on ({ $reason }): { $message }
cluster-log-broken = The log of { $pod } broke off and is being taken up again
cluster-log-lost = The rest of the log of { $pod } cannot be read
cluster-log-cut = The rest of the log of { $job } could not be read in time
cluster-job-late = The job takes longer than expected; it is watched further
cluster-job-suspended = The job is suspended: it waits until somebody lets it go on
cluster-job-finishing = The job’s end is decided; its pods are still ending
cluster-job-no-pod = The job has no pod yet
cluster-job-starting = { $pod } is starting (try { $number })
cluster-job-runs = { $pod } is running (try { $number })
cluster-job-try-ended = { $pod } has ended (try { $number })
cluster-rollout-late = Becoming ready takes longer than expected; it is watched further
cluster-rollout-unseen = { $object }: the change has not been taken up yet
cluster-rollout-paused = { $object } is paused: it does not go on until somebody resumes it
cluster-rollout-on-delete = { $object } replaces a pod only when it is deleted
cluster-rollout-updating = { $object }: { $done } of { $wanted } pods are new
cluster-rollout-old = { $object }: { $count ->
    [one] 1 old pod is
   *[other] { $count } old pods are
} still ending
cluster-rollout-not-ready = { $object }: { $done } of { $wanted } pods are ready
cluster-rollout-deadline = { $object } has passed its own time limit for progress; the cluster goes on trying
cluster-rollout-ready = { $object } is ready
cluster-rollout-missing = { $object } does not exist any more

## Repository

repository-not-one = There is no git repository at { $path }
repository-not-one-hint = Choose the folder of a clone of the infrastructure repository.
repository-not-owned = The repository at { $path } belongs to another user, so git does not trust it
repository-not-owned-hint = If you trust it, run: git config --global --add safe.directory "{ $path }"
repository-open = The repository at { $path } cannot be opened
repository-open-hint = { $cause ->
    [extension] It uses an extension of git that is not understood here, such as a partial clone or reftable: make an ordinary clone and choose that
    [rights] Look at the rights of the folder and of what is in it
    [damaged] Run git fsck in it; a fresh clone is the quick way out
   *[other] Look whether git status works there; a fresh clone is the quick way out
}
repository-history = The repository's history cannot be read
repository-history-hint = { $cause ->
    [damaged] Run git fsck in it; a fresh clone is the quick way out
   *[other] A clone that is shallow or partial may lack commits: git fetch --unshallow
}
repository-bare = The repository at { $path } has no files checked out
repository-bare-hint = Choose a clone with a work tree.
repository-unborn = Branch { $branch } has no commit yet
repository-unborn-hint = Check out a branch that has commits, for instance: git switch main
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
repository-never-fetched-hint = Fetch it first: git fetch
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
repository-file-absent-hint = Look at the path and the branch; a sparse checkout may leave the file out
repository-file-outside = { $file } leads out of the repository through a symbolic link
repository-file-outside-hint = Choose the file itself inside the repository: what is behind the link belongs to another place
repository-file-in-submodule = { $file } is inside a submodule, which has commits of its own
repository-file-in-submodule-hint = Choose the submodule's own repository for this change
repository-file-not-regular = { $file } is not an ordinary file
repository-file-not-regular-hint = Choose an ordinary file: folders, links and devices are not edited
repository-file-too-large = { $file } is too large ({ $size } MB; the limit is { $limit } MB)
repository-file-too-large-hint = Such a file is hardly a manifest: look at the path, or edit it by hand
repository-file-read = { $file } cannot be read
repository-file-read-hint = Look at the file's rights and whether it is still there, then try again.
repository-file-not-shown = Git does not show { $file } as a checkout would write it
repository-file-not-shown-hint = A filter or an attribute changes it at checkout: look at git's words, and whether the filter is set up here.
repository-file-moved = { $file } is no longer what was shown
repository-file-moved-hint = Nothing was done. Look at the new difference and decide again.
repository-filter-missing = { $file } goes through the git filter { $filter }, which is not set up on this machine
repository-filter-missing-hint = Set it up (for LFS: git lfs install), else the file would be committed wrongly.
repository-file-read-only = { $file } may not be written
repository-file-read-only-hint = Give yourself the right to write it, then try again.
repository-file-write = { $file } cannot be written
repository-file-write-hint = Look at the folder's rights and at the space on the disk, then try again.
repository-git-missing = The program git was not found
repository-git-missing-hint = Install git, or put it on PATH.
repository-git-start = The program git cannot be run
repository-git-start-hint = Look whether git runs in a terminal, then try again.
repository-programs-not-agreed = { $count ->
    [one] This repository names a program that was not agreed to
   *[other] This repository names { $count } programs that were not agreed to
}
repository-programs-not-agreed-hint = Look at the list and agree before git runs here.
repository-cancelled = git { $deed } was stopped
repository-cancelled-hint = Look at the repository, then try again when you like.
repository-timed-out = git { $deed } did not end within { $seconds } seconds and was stopped
repository-timed-out-hint = It may have waited for a password or a passphrase that nobody could type.
repository-staged-edits = { $file } has staged edits beside those shown
repository-staged-edits-hint = Unstage them: git restore --staged { $file }
repository-file-ignored = { $file } is ignored by git
repository-file-ignored-hint = Take it out of .gitignore, or add it by hand: git add --force { $file }
repository-already-committed = The repository has this already, since commit { $commit } by { $author }: { $summary }
repository-already-committed-hint = Nothing is left to do here; go on.
repository-nothing-to-commit = There is nothing to commit
repository-nothing-to-commit-hint = Look whether the file was edited at all, and whether its edit is in the work tree.
repository-hook-refused = The hook { $hook } refused
repository-hook-refused-hint = Its words are in the details. Nothing was taken back; what was committed before stays.
repository-commit-refused = Git did not make the commit
repository-commit-refused-hint = { $cause ->
    [signature] The signature could not be made: look whether your key is there and its agent knows the passphrase, in a terminal.
    [lock] Another git is working here, or one was ended by force: when no git runs any more, remove the lock that git names.
    [space] Make room on the disk, then try again.
    [rights] Look at the rights of the repository's folder, then try again.
    [conflict] Both sides changed the same lines: settle it with git, then look again.
    [filter] A filter such as LFS failed: look whether it is set up on this machine (git lfs install).
   *[other] Git's words are in the details; nothing was lost.
}
repository-unreachable = { $remote } ({ $url }) could not be reached (git { $deed })
repository-unreachable-hint = { $cause ->
    [name] The host's name is not known: check the address, the network and the VPN. The local commit stays.
    [proxy] The proxy did not let it through: check git's http.proxy and the environment. The local commit stays.
    [certificate] The host's certificate is not trusted: if your organisation has an authority of its own, set git's http.sslCAInfo. The local commit stays.
    [refused] Nothing listens there: check address and port. The local commit stays.
    [silent] It did not answer: check the network and the VPN. The local commit stays.
    [absent] There is no such repository, or it is hidden from you: check the address and your rights. The local commit stays.
   *[other] Check network and address, then try again. The local commit stays.
}
repository-not-let-in = { $remote } ({ $url }) did not let you in (git { $deed })
repository-not-let-in-hint = { $cause ->
    [host-key] The host's key is not known here, or has changed: check it with whoever runs the host, and accept it by ssh in a terminal. The local commit stays.
    [key] The host does not know your SSH key, or no agent holds it: try ssh-add -l and ssh -T in a terminal. The local commit stays.
    [single-sign-on] Your organisation asks for single sign-on: allow your key or token for it on the host's page. The local commit stays.
    [prompt] Git wants a name or password, and nobody can type it here: sign in once in a terminal (a credential helper keeps it). The local commit stays.
    [password] The token or password is wrong or has expired: make a new one and store it in your git. The local commit stays.
    [right] You are known, and may not write there: ask whoever owns the repository for the right. The local commit stays.
   *[other] Check key, token or password in your own git, then try again. The local commit stays.
}
repository-other-commits-out = { $count ->
    [0] There is nothing to push
    [one] A push would send another commit than the one shown
   *[other] A push would send { $count } commits, not those shown
}
repository-other-commits-out-hint = Look again: the commits that go out are then shown anew. Put the branch in order first if some do not belong here.
repository-push-moved = The remote has new commits, so the push was refused
repository-push-moved-hint = Fetch and look at what came in. The local commit stays.
repository-push-refused = The remote refused the push: { $reason }
repository-push-refused-hint = { $cause ->
    [large] A file is larger than the remote takes: keep it out of the commit, or use LFS. The local commit stays.
    [secret] The remote found what looks like a secret in a commit: take it out and change the secret. The local commit stays.
    [signature] The remote asks for signed commits: set up commit.gpgsign and make the commit anew. The local commit stays.
    [protected] The branch is protected: push a branch of this change, for a pull request. The local commit stays.
    [shallow] This clone is shallow, and the remote does not take from such: git fetch --unshallow. The local commit stays.
    [hook] A hook of the remote refused; its words are in the details. The local commit stays.
    [space] The remote has no room left: whoever runs it must look. The local commit stays.
   *[other] Its words are in the details. The local commit stays.
}
repository-push-unknown = It is not known whether the push arrived
repository-push-unknown-hint = Fetch and look whether the remote has the commit.
repository-branch-moved = Branch { $branch } or the remote's is no longer what was shown
repository-branch-moved-hint = Nothing was done. Look again, and decide again.
repository-rebase-conflict = The remote changed the same lines as our commit: { $files }
repository-rebase-conflict-hint = Nothing was changed. Look at both sides, then settle it with git.
repository-edits-in-the-way = Edits of yours are in files that the remote's commits change
repository-edits-in-the-way-hint = Nothing was changed. Commit or stash them, then try again.
repository-rebase-refused = Git did not move the commit
repository-rebase-refused-hint = { $cause ->
    [signature] The signature could not be made: look whether your key is there and its agent knows the passphrase, in a terminal.
    [lock] Another git is working here, or one was ended by force: when no git runs any more, remove the lock that git names.
    [space] Make room on the disk, then try again.
    [rights] Look at the rights of the repository's folder, then try again.
    [conflict] Both sides changed the same lines: settle it with git, then look again.
    [filter] A filter such as LFS failed: look whether it is set up on this machine (git lfs install).
   *[other] Git's words are in the details; nothing was lost.
}
repository-revert-refused = Git did not make the revert
repository-revert-refused-hint = { $cause ->
    [signature] The signature could not be made: look whether your key is there and its agent knows the passphrase, in a terminal.
    [lock] Another git is working here, or one was ended by force: when no git runs any more, remove the lock that git names.
    [space] Make room on the disk, then try again.
    [rights] Look at the rights of the repository's folder, then try again.
    [conflict] Both sides changed the same lines: settle it with git, then look again.
    [filter] A filter such as LFS failed: look whether it is set up on this machine (git lfs install).
   *[other] Git's words are in the details; nothing was lost.
}
repository-own-branch-taken = { $remote } has a branch { $branch } already, with commits that are not here
repository-own-branch-taken-hint = Nothing was sent. Find out whose it is; the local commit stays.
repository-surprise-also-committed = { $path } went into the commit too: a hook added it
repository-surprise-committed-otherwise = { $path } is not in the commit as it was shown
repository-surprise-edited = { $path } was edited by a hook
repository-surprise-other-edit = The edits in { $path } are not as they were before
repository-surprise-message = A hook changed the commit message
repository-surprise-other-parent = Another commit came in between: { $commit }

## Outside

## Start page (logic)

start-secret-refused = The value of { $name } is a secret and is not taken from the command line
start-setting-mirrors = Registry mirrors of { $file } (SHA-256 { $sum }…) are in force
start-setting-ca = The authority in { $file } (SHA-256 { $sum }…) is trusted beside the system's
start-setting-proxy = The cluster is reached through the proxy { $proxy }
start-setting-env = Registries and sites are asked through the proxy that the environment names ({ $line })
config-name-missing = Give the variable's name
config-path-missing = Give the path inside the object
config-words-missing = Say what is to be done
config-container-missing = Choose the container: the object has several

start-button = Start the change
start-plugin = The kubeconfig's user “{ $user }” gets its credentials from a program. It runs only after you agree to this very command
start-plugin-allow = Allow and connect
start-connected = connected · { $version }
start-connecting = connecting
start-not-connected = not connected
start-repository-refused = cannot be used like this
start-repository-clean = clean · up to date
start-repository-changed = { $count ->
    [one] one other file changed
   *[other] { $count } other files changed
}
start-programs = The repository's own configuration names programs that git would run. Git runs only after you agree
start-programs-allow = Agree
start-source-shipped = Changeover
start-source-repository = repository
start-mark-not-upstream = not on the default branch
start-mark-uncommitted = uncommitted
start-rollback = written in the procedure
start-labels-asked = asking the registry
start-take-label = Take the link from the image
start-take-repository = Take what the repository has
start-take-namespace = Take the chosen namespace
start-take-newest = Take the newest, { $version }
start-runs-now = runs now
start-names-asked = asking the cluster
start-versions-failed = The versions cannot be listed, so one is typed. { $why }
start-names-failed = The names cannot be listed, so one is typed. { $why }
start-version-unlisted = The registry lists no version { $version }
start-name-unlisted = The cluster lists no { $name }
start-version-built = Built { $ago } ({ $moment })
start-version-runs = this version runs now
start-version-running = { $version } runs now
start-secret-place = From the Secret { $name }, key { $key }. Its value is shown never, and kept in no journal, record or log
start-secret-nowhere = The procedure does not say in which Secret it lies
start-choices-unfit = { $count ->
    [one] One more does not fit this field
   *[other] { $count } more do not fit this field
}
start-choices-more = { $count ->
    [one] One more is not listed: type it
   *[other] { $count } more are not listed: type to choose one
}
start-checking = Checking
start-checks-later = Fill in the details; then everything is checked before anything is touched
start-checks-good = all good
start-checks-warn = { $count } to look at
start-checks-bad = { $count ->
    [one] one problem
   *[other] { $count } problems
}
start-needs-cluster = Connect to a cluster
start-needs-repository = Choose the infrastructure repository
start-needs-consent = Agree to the repository's programs
start-needs-procedure = Choose a procedure
start-needs-field = { $field }: { $why }
start-needs-config = A configuration change is not complete
start-needs-checks = A check speaks against the start
start-no-file-dialog = The system shows no file dialog
start-no-file-dialog-hint = Type the path into the field beside the button. (On Linux a desktop portal or zenity shows the dialog.)
start-pick-kubeconfig = Choose a kubeconfig
start-pick-repository = Choose the infrastructure repository
config-set-variable = Set **{ $name }** to **{ $value }** in { $object } ({ $file })
config-remove-variable = Remove **{ $name }** from { $object } ({ $file })
config-set-value = Set **{ $path }** to **{ $value }** in { $object } ({ $file })
config-remove-value = Remove **{ $path }** from { $object } ({ $file })
config-apply = Apply { $file }

## App

app-not-sent = The request could not be handed to the worker
app-address-refused = { $address } is not opened: only http and https are
app-not-opened = The system has no program that opens { $what }
app-not-opened-hint = Copy it, and open it by hand.
app-not-begun = { $program } could not be started
app-not-begun-hint = Look under Settings whether its name is right; without a name the system's own program is taken.
app-no-mail-program = The system has no mail program that opens the draft
app-no-mail-program-hint = Copy the draft, and send it by hand; or name your mail program under Settings.
app-mail-left-out = Put these receivers in by hand, no address is known for them: { $names }
app-mail-long = The text is long for a mail program's link. If it arrives cut, copy it instead
app-stays-open = A step is under way, so the window stays open. Wait for its end, or stop waiting first
app-ends-after-step = The program was told to end. It ends when the step under way is over
app-in-progress = change in progress
app-finished = finished

## Wizard (logic)

step-live-scope = only this change
step-none = none
step-state-ready = ready
step-state-running = running
step-state-late = late
step-state-done = done
step-state-deviation = done, deviating
step-state-skipped = skipped
step-state-failed = failed
step-state-unknown = unknown
step-state-undone = undone
step-state-blocked = blocked
step-state-stopped = stopped waiting
step-over = Step { $number } of { $of } · { $section }
step-looking = looking
step-looked = looked at { $ago }
step-left = usually { $time } left
step-left-at-least = usually at least { $time } left
step-usually = usually { $time }
step-stopping = Stopping to wait; what was already sent stays
step-output = Output
step-verdict-done = Done, as seen
step-over-back = Rollback · step { $number } of { $of }
step-finish-back = Rolled back: { $title }
app-rolled-back = rolled back
back-not-asked = The question “{ $question }” need not be asked: the change did not get that far.
back-undo-all = The procedure has no rollback plan of its own: what can be taken back is, the newest first.
back-reading = What can be seen is being read; then it can be answered.
back-fits = Take back what this change did
back-steps = { $count ->
    [one] One step.
   *[other] { $count } steps.
}
back-requires = It rests on “{ $step }”, which is not done in this change. Say why you go this way nevertheless.
back-blocked-acting = A step is under way: wait for its end, or stop waiting
back-blocked-open = First say how the open step ended
back-leaves-done = Taken back already: { $steps }
back-leaves-left = Stays as it is: { $steps }
back-rail-done = Done in this change
back-rail-alone = One step back
back-undone-by = undone by { $number }
begun-not-listed = The changes in { $folder } cannot be listed
begun-unreadable = The change in { $folder } cannot be read
begun-other-version = This change was written by another version of the program and cannot be taken up by this one
begun-other-version-hint = Its record can be read. Take it up with the version that began it.
begun-procedure-moved = The procedure { $file } is not as it was when the change began. The change goes on by its own plan, as it was shown then.
begun-other-person = The change was begun by { $before }; you are { $now }. The record names both.
begun-settings-moved = Settings are not as they were when the change began. Then: { $then }. Now: { $now }. The change goes on with those of now.
begun-settings-none = nothing of the kind
begun-other-target = This change belongs to { $wanted }, and the page is connected to { $is }
begun-other-target-hint = Choose the kubeconfig and context of the change's own cluster on this page.
begun-damaged = damaged
begun-open = open step
begun-back = rolling back
begun-held = held
begun-stands = step { $number } of { $of }: { $step }
begun-stands-end = all { $of } steps are behind it
begun-detail = begun { $started } · { $who } · last written { $last }
begun-damage = The journal breaks at line { $line }; what stands before it can be read.
begun-damage-blocks = Its journal is damaged: it can be read, and not gone on with
begun-completed = completed
begun-rolled-back = rolled back
begun-abandoned = abandoned
begun-ended = ended { $last } · { $who }
begun-busy = It is being taken up
moment-under-a-minute = less than a minute
moment-just-now = just now
moment-minutes = { $count ->
    [one] a minute ago
   *[other] { $count } minutes ago
}
moment-hours = { $count ->
    [one] an hour ago
   *[other] { $count } hours ago
}
moment-days = { $count ->
    [one] a day ago
   *[other] { $count } days ago
}
step-verdict-undone = Done, and taken back since
step-verdict-stopped = You stopped waiting. What was already sent stays
step-verdict-skipped = Skipped: { $reason }
step-verdict-forced = Went on nevertheless: { $reason }
step-look-again = Look again
step-check-again = Check again
step-try-again = Try again
step-look-whether = Look whether it happened
step-progress = { $done } of { $all } steps · { $time }
step-progress-back = { $done } of { $all } steps back · { $time }
step-finish = { $title }: done
step-finish-about = Every step is behind you. The journal and the record are in the change's folder; the record is the ticket's text.
step-finish-steps = { $count ->
    [one] One step done as the procedure says
   *[other] { $count } steps done as the procedure says
}
step-finish-steps-back = { $count ->
    [one] One step of the way back done as the procedure says
   *[other] { $count } steps of the way back done as the procedure says
}
step-finish-skipped = “{ $step }” was skipped: **{ $reason }**
step-finish-forced = “{ $step }” did not succeed, and the change went on: **{ $reason }**
step-finish-added = Added by the request: **{ $step }**
deed-nothing = Go on

## Dialogs (logic)

dialog-over = Step { $number } of { $of }
dialog-inverse = For as long as this change is open and nobody else has changed it; after that it is asked again. Leave it open to be asked in any case
dialog-added = This step was added by the request; it is not part of the procedure
dialog-claimed = The procedure's author claims that this can safely be repeated; Changeover cannot know
dialog-exact = The same on the command line
dialog-type = Type { $word } to go on
undo-scale = It can be undone: back to the number of pods that was there before
undo-restore = It can be undone: the file back as the repository had it when the change started
undo-apply = It can be undone: the former manifest applied again
undo-revert = It can be undone: by a commit that reverts it
undo-delete = It can be undone: what this step makes is removed again
undo-route = It can be undone: the route led back to the service that it leads to now
undo-other = It can be undone
outside-image-missing = { $place } has no image { $image }
outside-image-missing-hint = Look at the version, and whether the build of the image has finished
outside-image-private = { $place } does not show { $image } without a login: it is private, or does not exist
outside-image-private-hint = Look at the name, and whether the package is public
outside-image-too-many = { $place } takes no more questions from here for now: too many requests
outside-image-server = { $place } has a fault of its own and answered with status { $status }
outside-image-not-registry = What answers at { $place } is not an image registry
outside-image-not-registry-hint = Look at the host in the image's name; a proxy or a sign-in page may answer instead of the registry
outside-image-digest = { $place } sent something else for { $image } than its digest says
outside-image-digest-hint = Do not use it. A mirror or proxy in between may be out of order; whoever runs it must look
outside-image-blocked = The settings block the registry of { $image }, and name no mirror that is asked
outside-image-blocked-hint = Name a mirror in registries.conf, or take the image from another registry
outside-image-name = “{ $image }” is not the name of an image
outside-image-name-hint = A name looks like registry.example/group/name:tag, in lower case
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
start-no-kubeconfig = choose a kubeconfig first
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

start-second = A second person is asked for
start-second-asks = **{ $who }** asks you to look at: { $step }
start-second-facts = Change { $change } · plan and proposal { $digests }
start-second-deed = I have looked at it and agree
start-second-agreed = You have agreed; the other person can go on now.
start-unfinished = Begun and not ended
start-resume-button = Take up again
start-resume = Take up again: { $title }
start-export-button = Export…
start-export = Export: { $title }
start-begun-busy = reading
start-held = Held: { $reason }
start-import = Import a change…
start-finished = Finished changes
start-finished-show = show
start-finished-show-name = Show the finished changes
start-finished-hide = hide
start-finished-hide-name = Hide the finished changes
start-roll-back = Roll back: { $title }
start-rest = Left for later: { $title }
start-record-button = record
start-record = Show the record: { $title }

start-details = 4 · Details
start-no-parameters = This procedure asks for nothing
start-open-link = open
start-open-link-of = Open the link of { $field }
start-suggestions-of = { $field }: choose from the list
start-pattern = must match { $pattern }
start-derived = Follows from these values

request-button = Request…
request-title = The request, ready for a ticket
request-about = This asks for the change; it needs no right on the cluster, and carries nothing out. Whoever does it starts from this ticket.
request-missing = Not yet:
request-open-place = No cluster is connected: cluster and namespace are chosen by who carries the change out.
request-long = The text is too long for the address of the forge's page. It is shortened there, and the whole of it is put on the clipboard.
request-shortened = The text was shortened here: it was too long for an address. The whole of it is on the clipboard: paste it in place of this one.
request-labels = Labels: { $names }
request-assignees = Given to: { $names }
request-copy = Copy text
request-save = Save…
request-open = Open a new issue at { $host }
request-close = Close
request-copied = The request is on the clipboard
request-on-clipboard = The whole request is on the clipboard: paste it in place of the shortened text
request-saved = The request was written to { $file }
request-pick-to = Where the request is to be written

ticket-button = Start from a ticket…
ticket-title = Start from a ticket
ticket-about = Paste the text of a ticket, open a file, or name an issue that everybody may read. It is read and shown line by line; nothing is filled in before you take it over, and nothing is carried out.
ticket-text = Text of the ticket
ticket-address = Address of an issue
ticket-address-hint = https://github.com/owner/name/issues/17
ticket-fetch = Read from there
ticket-read = Read the text
ticket-pick = Open a file…
ticket-pick-from = Choose a ticket's text
ticket-reading = reading
ticket-back = Another ticket
ticket-choose-title = Which procedure does the ticket ask for?
ticket-choose-none = The ticket names no procedure that is known here. Choose the one that is meant, or read another ticket.
ticket-choose-several = More than one procedure fits the ticket. Choose the one that is meant.
ticket-choose = Read it as: { $title }
ticket-review-title = This is what the ticket asks for
ticket-procedure = Procedure: { $title }
ticket-asked-by = Asked by { $who }, as the ticket says
ticket-nobody = The ticket does not say who asks
ticket-taken = Fills the form ({ $count })
ticket-taken-none = Nothing in it fills the form.
ticket-left = Does not fit, and is not taken over ({ $count })
ticket-unknown = Not understood: read it yourself ({ $count })
ticket-told = Known already, or in the procedure's own words ({ $count })
ticket-told-about = What is carried out are the procedure's steps, not these lines.
ticket-more = { $count ->
    [one] 1 more line is not listed
   *[other] { $count } more lines are not listed
}
ticket-hides = The ticket asks for more than can be shown here, so it cannot be taken over. Copy the part that asks for the change, and read that.
ticket-replaces = What is filled in on the start page now is replaced.
ticket-take-over = Take over
ticket-line = line { $number }
ticket-fills = { $field }: { $value }
ticket-misfit = { $field }: { $why }
ticket-change-before = Before the deployment: { $what }
ticket-change-after = After the deployment: { $what }
ticket-deviation = Otherwise than usual in step { $number }: { $text }
ticket-when = It does not say whether this comes before or after the deployment
ticket-no-place = The procedure has no place for changes of this kind
ticket-disagrees = other places of the ticket say otherwise
ticket-untouched = left as it stands in the template
ticket-covered = a password was covered in this address
ticket-sign-taken = Taken over
ticket-sign-left = Not taken over
ticket-sign-unknown = Not understood
ticket-sign-told = Known
ticket-from = From { $what }
ticket-from-by = From { $what }, asked by { $who }
ticket-pasted = a ticket's text
ticket-open = Open ticket
ticket-let-go = let go
ticket-let-go-name = The change is not that of the ticket any more
ticket-file-large = { $name } is no file, or larger than 1 MB
ticket-file-large-hint = Copy the part of the text that asks for the change, and paste it.
ticket-file-no-text = { $name } is no text
ticket-file-no-text-hint = Save the ticket as text or Markdown, or paste it.

issue-address = This is not the address of an issue
issue-address-hint = It begins with https:// and ends with /issues/ and a number, without user name or password. Or paste the issue's text.
issue-private = { $host } does not show this issue to everybody
issue-too-many = { $host } was asked too often from here
issue-status = { $host } gave no issue
issue-elsewhere = { $host } leads to another place, which was not asked
issue-long = The issue is longer than 1 MB
issue-format = What came back is no issue
issue-paste = Open it in the browser, copy its text and paste it here.

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

doctor-search = Find the cause
doctor-title = The way to the server
doctor-copy = Copy what was found on the way to the server
doctor-stop = stop
doctor-again = try all again
doctor-close = hide
doctor-not-asked = Not asked
doctor-late = No answer in time
doctor-late-hint = Try all again. If it ends here each time, something on the way holds the answer back.
doctor-link-proxy = Proxy
doctor-link-address = Address
doctor-link-tcp = Connection
doctor-link-tls = Encryption and certificate
doctor-link-sign-in = Credentials
doctor-link-who = Who am I
doctor-link-rights = Rights
doctor-link-version = Version of the server
doctor-proxy-none = No proxy leads there
doctor-proxy-kubeconfig = Through { $proxy }, which the kubeconfig names (proxy-url)
doctor-proxy-environment = Through { $proxy }, which the environment names (HTTPS_PROXY, HTTP_PROXY)
doctor-address = { $host } has the address { $addresses }
doctor-address-unfit = { $address } is no address of a server
doctor-address-unfit-hint = Look at “server” in the kubeconfig.
doctor-address-unknown = The name { $host } has no address here
doctor-address-unknown-hint = Look whether it is written right. Names inside a company are often known only in its network or its VPN.
doctor-address-silent = The name server did not answer about { $host }
doctor-address-silent-hint = Look whether this computer is in the network, or the VPN is on.
doctor-tcp = { $host } takes connections at port { $port }
doctor-tcp-proxy = The proxy { $host } takes no connection at port { $port }
doctor-tcp-proxy-hint = Look whether the proxy is the right one, and whether this computer is in its network.
doctor-tls = The certificate is good for { $name }
doctor-tls-by-proxy = The encrypted connection came about behind the proxy
doctor-tls-none = The connection is not encrypted: anybody on the way can read the credentials
doctor-tls-none-hint = Ask for an address that begins with https.
doctor-tls-unchecked = The kubeconfig wants no check of the certificate (insecure-skip-tls-verify): it could be anybody's
doctor-tls-unchecked-hint = Ask for the authority's certificate, and let the kubeconfig name it.
doctor-tls-silent = { $server } does not go on with the encrypted connection
doctor-tls-silent-hint = Something between here and there may hold it back: a firewall, or a proxy that nobody named.
doctor-tls-names = the certificate's names: { $value }
doctor-tls-issuer = issued by: { $value }
doctor-tls-times = good from { $from } to { $to }
doctor-tls-authority = asked was the kubeconfig's authority: { $value }
doctor-tls-authority-system = asked were the system's authorities
doctor-tls-authority-extra = and the authority of the settings: { $value }
doctor-tls-clock = this computer's clock: { $value }
doctor-tls-own-name = the kubeconfig wants a certificate for { $name } (tls-server-name)
doctor-sign-in = The kubeconfig holds credentials for { $user }
doctor-sign-in-none = The kubeconfig holds no credentials: you go as anonymous
doctor-plugin = { $command } gave credentials
doctor-plugin-line = ran: { $value }
doctor-plugin-said = it said: { $value }
doctor-plugin-not-agreed = { $command } gives the credentials, and was not run: nobody agreed to it yet
doctor-plugin-not-agreed-hint = Look at the command, and press “Allow and connect”.
doctor-who = The server knows you as { $who }
doctor-who-untold = The server answers, and does not say who you are
doctor-rights = You may see what runs in { $namespace }
doctor-rights-none = You may not list pods in { $namespace }
doctor-rights-none-hint = Look whether it is the right namespace; or ask who administers the cluster for rights in it.
doctor-rights-silent = The server does not say what you may do in { $namespace }
doctor-version = The server is { $version }
doctor-version-untold = The server does not say its version
doctor-version-old = The server is { $version }: older than what this program is tried with
doctor-version-new = The server is { $version }: newer than what this program is tried with
doctor-version-unread = The server calls its version { $version }

start-ready = Ready to start?
start-check-again = Check again
start-check-good = In order
start-check-warn = To look at
start-check-bad = In the way
start-check-waiting = Being asked
start-check-unknown = Could not be asked
start-not-yet = Not yet:
ready-all = Show all checks
ready-back-to-start = Back to the details
ready-about = All of this is asked again by itself while it is shown. What stands in the way for good cannot be gone past; what is only risky can, with a reason that the record shows.
ready-sum = { $good } in order, { $warn } to look at, { $bad } in the way
ready-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
ready-age = asked { $age } ago
ready-row-age = { $age } ago
ready-state-passed = Gone past
ready-passed = You go on nevertheless: { $reason }
ready-count-again = take back
ready-count-again-of = Take back: { $check }
ready-go-past-button = Go on nevertheless…
ready-past-moved = “{ $check }” says something else by now than what you were shown: it was not gone past
ready-past-moved-hint = Look at it again, and decide again.
ready-rests-on = it rests on { $line }
ready-go-past = Go on nevertheless: { $check }
ready-no-past = This cannot be gone past: the change could not be carried out like this.
ready-evidence = { $count ->
    [one] what it rests on (one line)
   *[other] what it rests on ({ $count } lines)
}
ready-evidence-of = What it rests on: { $check }
ready-evidence-copy = Copy what it rests on: { $check }

## Wizard

wizard-production = PRODUCTION
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
wizard-state-undone = undone

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
diff-name = { $title }: difference, { $count ->
    [one] 1 changed line
   *[other] { $count } changed lines
}
diff-beside = side by side
diff-unified = unified
diff-unchanged = { $count ->
    [one] 1 unchanged line
   *[other] { $count } unchanged lines
}
diff-fold = { $count ->
    [one] Fold 1 unchanged line
   *[other] Fold { $count } unchanged lines
}
diff-row-same = { $text }
diff-row-same-at = line { $line }: { $text }
diff-row-removed = removed: { $text }
diff-row-removed-at = removed, line { $line }: { $text }
diff-row-added = added: { $text }
diff-row-added-at = added, line { $line }: { $text }
timeline-title = Timeline
timeline-open = timeline
timeline-about = what nobody worked at is drawn short
timeline-copy = Copy the timeline as text
timeline-reading = The journal is being read …
timeline-whole = The change
timeline-back = Back
timeline-waits = Waited for a person
timeline-held = Held
timeline-axis = From { $from } to { $until }
timeline-span = { $from } – { $until }, { $took }: { $what }
timeline-try = { $from } – { $until }, { $took }: { $what } (try { $attempt })
seek-open = find
seek-open-name = Find in { $what }
seek-hint = Words to find
read-across = Moves long lines sideways
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
wizard-undo-step = Undo this step…

wizard-roll-back = Roll back…
wizard-do-rest = Left for later…
wizard-take-back = Lead { $route } back
wizard-hold = Hold…
wizard-stop-going-back = Stop the way back here…
wizard-rolling-back = rolling back
wizard-not-begun = { $count ->
    [one] 1 step not begun
   *[other] { $count } steps not begun
}

wizard-copy-comment = Copy as a comment
wizard-comment-copied = The record is on the clipboard: paste it as a comment of the ticket

wizard-rollback = Rollback
wizard-we-see = **What we can see.** { $what }
wizard-back-to-change = Back to the change
wizard-begin-way-back = Begin the way back
wizard-way-steps = { $count ->
    [one] 1 step
   *[other] { $count } steps
}
wizard-way-reason = Why it is done nevertheless
wizard-evidence-loading = reading
wizard-evidence-waiting = It is being read
wizard-evidence-empty = Nothing is there: that proves nothing by itself
wizard-evidence-no-match = No line matches “{ $pattern }”: that proves nothing by itself
wizard-evidence-left-out = { $count ->
    [one] 1 line was left out
   *[other] { $count } lines were left out
}
wizard-evidence-match = Matches:
wizard-evidence-bad = Speaks of a failure:

wizard-unknown = Nobody saw how this ended
wizard-unknown-about = It was sent; then the program or the connection ended before the answer came. It is settled before the change goes on.
wizard-unknown-once = It will not be repeated by the program.
wizard-unknown-sent = Sent { $when }
wizard-world = What the world says now
wizard-world-at = asked { $time }
wizard-world-asking = asking
wizard-world-waiting = Cluster and repository are being asked what is true
wizard-world-failed = not answered
wizard-world-happened = It happened
wizard-world-did-not = It did not happen
wizard-world-cannot-tell = Cannot be told
wizard-it-happened = It happened
wizard-it-did-not = It did not happen
wizard-ask-world = Ask again

wizard-held-by = **{ $who }** carries this change out. This window only reads.
wizard-take-over = Take over…

wizard-live = Live state
wizard-live-workloads = Deployments
wizard-live-pods = Pods
wizard-live-jobs = Jobs
wizard-live-routes = Routes
wizard-live-warnings = Warnings
wizard-live-warnings-span = last 10 min
wizard-live-unseen = Cannot be watched
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
wizard-pod-ready = Ready
wizard-pod-starting = Starting
wizard-pod-ending = Ending
wizard-pod-succeeded = Ended
wizard-pod-failed = Failed
wizard-pod-trouble = Trouble
wizard-job-running = Running
wizard-job-finishing = Finishing
wizard-job-suspended = Suspended
wizard-job-suspended-hint = It waits until somebody sets spec.suspend to false
wizard-cron-suspended = Suspended
wizard-cron-suspended-hint = It makes no jobs until somebody sets spec.suspend to false; a job can still be made by hand
wizard-job-complete = Complete
wizard-job-failed = Failed
wizard-route-any-host = every host

wizard-link-connecting = connecting
wizard-link-live = live · server heard { $ago } ago
wizard-link-live-now = live · server heard less than 10 s ago
wizard-link-stale = stale · { $ago } old · { $why }
wizard-link-never = not live · { $why }
wizard-stale = These rows are { $ago } old
wizard-never-live = The cluster has not told its state yet
wizard-stale-said = The connection is lost: what is shown is no longer of now. { $why }
wizard-journal-saved = journal saved { $time }

wizard-finish-done = What was done
wizard-finish-left = What it leaves behind
wizard-finish-commit = Commit
wizard-finish-record = Record
wizard-finish-journal = Journal
wizard-finish-leave = Start another change
wizard-open-record = Show the record
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
dialog-past-title = Start although this speaks against it?
dialog-past-about = Nothing is started yet. The reason is kept in the record, in bold, and counts as long as the check says the same.
dialog-past-deed = Go on nevertheless
dialog-waive-title = Go on although something is missing?
dialog-waive-about = What this step requires is not there. It is carried out nevertheless; the reason is kept in the record, in bold.
dialog-waive-deed = Go on nevertheless
dialog-happened-title = It happened?
dialog-did-not-title = It did not happen?
dialog-settle-about = Cluster and repository do not say so. What do you rest it on? The reason is kept in the record, in bold.
dialog-happened-deed = It happened
dialog-did-not-deed = It did not happen
dialog-hold-title = Hold this change?
dialog-hold-about = Nothing more is done until somebody takes it up again, today or in some days, here or on another machine. The reason is shown to whoever does.
dialog-hold-about-rehearsed = It is a rehearsal: the change can be taken up again on the rehearsal's start page, and is lost when the rehearsal ends or the program is closed.
dialog-hold-deed = Hold the change
dialog-stop-back-title = Stop the way back here?
dialog-stop-back-about = What was undone stays undone; the rest stays as it is. The reason is kept in the record, in bold.
dialog-stop-back-deed = Stop the way back
dialog-take-over-title = Take this change over?
dialog-take-over-about = The other window can then only read. Ask the holder first if you can: a deed that is under way there goes on. The reason is kept in the record, in bold.
dialog-take-over-deed = Take the change over

## Practice

practice-title = Practice
practice-words = Nothing here is real, and nothing is kept: a cluster of its own in this window, with a sample repository.
practice-starting = The practice cluster is being made.
practice-closed = Practice has its own cluster and repository. End practice before you open another.
practice-leave = End practice
practice-busy = A change is under way. Leave it first.
practice-pace = { $pace }×
practice-pace-name = Time runs { $pace } times as fast
practice-trouble = Trouble…
practice-trouble-on = Trouble ({ $count } on)…
practice-trouble-title = What can go wrong
practice-trouble-close = Close
practice-do = Do it
practice-do-again = Again
practice-do-again-name = Done. Do it again: { $what }
practice-do-name = Do it: { $what }
practice-kubectl = The same cluster from a shell:
practice-kubectl-copy = Copy the command line
practice-offer-title = No cluster was found
practice-offer = Without a kubeconfig you can practise: a whole change with backup, roll-out, commit and push, on a cluster inside this window. You can let things go wrong, and find the way back.
practice-offer-button = Practise
practice-start = start the practice cluster
practice-failed = The practice cluster could not be started: { $why }
practice-failed-hint = It needs a free port on this machine and a folder for temporary files.
practice-switch-failed = This could not be switched: { $why }
practice-mails = Mail ({ $count })…
practice-mails-title = Mail
practice-mails-words = Nothing leaves practice. In earnest your own mail program would have opened with this, for you to send.
practice-mail-to = To: { $to }
practice-mail-cc = Copy to: { $to }
practice-mail-bcc = Hidden copy to: { $to }
practice-mail-nobody = nobody yet
practice-mail-opened = opened at { $at }

rehearse-button = Rehearse…
rehearse-offer = A rehearsal carries the whole change and its way back out on a copy: a cluster inside this window, and a clone of the repository with a remote of its own. Only reading touches what is real.
rehearse-title = Rehearsal
rehearse-starting = The live objects are being copied, and the repository is being cloned. What is real is only read.
rehearse-words = of “{ $title }”, on a copy. Nothing real is written, and nothing here is kept. Rehearsed is what is committed.
rehearse-leave = End the rehearsal
rehearse-leave-held = End the rehearsal with the held change
rehearse-finish-leave = Back to the real change
rehearse-finish-report = See the report
rehearse-finish-about = Every step is behind you, on the copy. Nothing real was written. The report says what no rehearsal can show; record and journal go with the rehearsal.
rehearse-attended-button = Rehearse step by step
rehearse-alone-button = Rehearse unattended
rehearse-attend = Stop, and go on by hand
rehearse-ground-server = Everything goes to the practice server with the certificate { $certificate }…
rehearse-ground-remote = Pushed is to { $remote }
rehearse-report = Report…
rehearse-report-title = What the rehearsal showed
rehearse-report-empty = Nothing was rehearsed yet.
rehearse-report-forward = The change
rehearse-report-back = The way back
rehearse-report-way = The way back: { $answer }
rehearse-way-nothing = At the end of the change this answer leads to nothing that could be taken back.
rehearse-way-stopped = The rehearsal was stopped before.
rehearse-now = Way back { $number } of { $count }: “{ $label }”. Each begins with the whole change, on the same copy.
rehearse-now-next = Way back { $number } of { $count } comes next: “{ $label }”. The copy is made anew.
rehearse-report-never = What no rehearsal shows
rehearse-report-left = What is not in the copy
rehearse-never-programs = No image is pulled and no program runs: every container starts and becomes ready, and every job ends well.
rehearse-never-secrets = The values of Secrets are replaced.
rehearse-never-outside = No registry, site or mailing list outside is asked. The start page has asked the registry.
rehearse-never-rights = The practice server permits everything; what you may do in earnest stands on the start page.
rehearse-left = `{ $what }`: { $why }
rehearse-left-kind = the practice cluster does not know this kind
rehearse-left-unserved = practice has no kind { $kind } in { $version }, so it is left out of every apply
rehearse-left-nowhere = neither practice nor the real cluster has a kind { $kind } in { $version }: in earnest the apply would fail
rehearse-left-cluster-wide = it belongs to the whole cluster, and only the namespace is copied
rehearse-left-still = it is there, but no pods are made for a { $kind }
rehearse-left-refused = the practice cluster refused it ({ $why })
rehearse-step-done = done
rehearse-step-part = done in part
rehearse-step-not = not rehearsed
rehearse-step-failed = failed
rehearse-step-open = still open
rehearse-step-running = under way
rehearse-sum = { $done } done, { $not } not rehearsed, { $failed } failed
rehearse-limit-site = The site is outside, and nobody outside is asked in a rehearsal.
rehearse-limit-program = No program runs in the containers of a rehearsal.
rehearse-limit-digest = The rehearsal's registry knows images by their tags only.
rehearse-limit-kind = Practice has no kind { $kind }.
rehearse-unserved = Not rehearsed: { $object }. Practice has no kind { $kind } in { $version }.
rehearse-limit-hint = Leave the step out, and go on.
rehearse-part-images = The rehearsal's own registry was asked. It holds every image that the change names; whether the real one does stands on the start page.
rehearse-part-log = The job ran to its end. What its log says cannot be rehearsed: only the real program writes it.
rehearse-part-job = The job ran to its end; its program was not run.
rehearse-part-pods = The objects were applied as in earnest. The pods are played: whether they start in earnest cannot be rehearsed.
rehearse-for-a-person = A person does this, and nobody can do it for them.
rehearse-waived = It is a rehearsal: it goes on without what could not be rehearsed.
rehearse-stopped = It did not become as wanted within { $seconds } s, and was given up. The live state says why.
rehearse-unknown = (not known in a rehearsal)
rehearse-failed = The rehearsal could not be made: { $why }
rehearse-moved = The repository has other commits than when the rehearsal began, so no further answer is rehearsed
rehearse-moved-hint = Rehearse the change again from the start page
rehearse-no-certificate = the practice server has no certificate
rehearse-other-server = The approval is for the practice server of a rehearsal, and this is another server.
rehearse-other-remote = The approval is for the clone of a rehearsal, and a push from this repository goes elsewhere.
rehearse-refused-hint = Nothing was done. End the rehearsal, and begin a new one.

## Cluster page

page-change = Change
page-change-name = Page: change
page-cluster = Cluster
page-cluster-name = Page: cluster
survey-title = Cluster
survey-connecting = Connecting …
survey-no-cluster = No cluster is connected. Choose a kubeconfig and a context on the page “Change”; nothing else is needed here.
survey-workloads = Workloads
survey-pods = Pods
survey-jobs = Jobs
survey-routes = Routes
survey-warnings = Warnings of the last hour
survey-namespace = Namespace
survey-all-namespaces = All namespaces
survey-filter = Filter
survey-filter-hint = Filter: name, state, image, node, label …
survey-only-problems = Only problems
survey-first-problem = { $more ->
        [0] { $state } · { $name }
       *[other] { $state } · { $name } (+{ $more })
    }
survey-under-way = { $count } under way
survey-partial = { $count } so far, not all are read yet
survey-none = None
survey-none-left = No row is left: the filter, or “Only problems”, hides them all
survey-all-well = All as wanted
survey-routes-open = { $count } not known to serve requests
survey-order-by = Order by { $column }
columns-divider = Width of the column { $column }
columns-divider-about = Drag it, or move it with ← and →. A double click or Enter makes the column as wide as its longest words in sight.
survey-name = Name
survey-state = State
survey-age = Age
survey-ready-column = Ready
survey-done = Done
survey-image = Image
survey-image-or-schedule = Image or schedule
survey-schedule = Schedule
survey-restarts = Restarts
survey-node = Node
survey-way = Leads to
survey-reason = Reason
survey-times = Times
survey-last = Last
survey-ready = Ready
survey-stopped = Scaled to 0
survey-daemons = { $have } of { $want } nodes run it
survey-daemons-hint = Look at its pods on the other nodes
survey-job-failed = Failed: { $reason ->
    [BackoffLimitExceeded] every try failed, and no more are made (BackoffLimitExceeded)
    [DeadlineExceeded] it ran longer than it may (DeadlineExceeded)
    [PodFailurePolicy] its failure policy ended it: { $message } (PodFailurePolicy)
    [MaxFailedIndexesExceeded] more of its parts failed than may fail (MaxFailedIndexesExceeded)
    [FailedIndexes] some of its parts failed (FailedIndexes)
   *[other] { $reason }: { $message }
}
survey-with-cause = { $state } · { $pod }: { $cause }
survey-job-failed-hint = { $reason ->
    [BackoffLimitExceeded] Look at the log of the last try; the job is not tried again by itself, so it must be made anew
    [DeadlineExceeded] Look at the log for what took so long; activeDeadlineSeconds may have to be longer
    [PodFailurePolicy] Its failure policy names exit codes that end it at once: look at the log of the pod that failed
    [MaxFailedIndexesExceeded] Look at the logs of the parts that failed; the others were stopped
    [FailedIndexes] Look at the logs of the parts that failed; the others are done
   *[other] Look at its events and the logs of its pods
}
survey-cron-waits = Waits for its time
survey-route-ready = Leads to ready pods
survey-overview = Overview
survey-events = Events
survey-yaml = YAML
survey-yaml-note = Secrets and managed fields are hidden
survey-loading = reading
survey-close = Close
survey-gone = It is gone
survey-copy-name = Copy the name
survey-copy-kubectl = Copy the kubectl line
survey-copy-yaml = Copy the YAML
survey-hidden = Not everything can be read
survey-owners = Belongs to
survey-containers = Containers
survey-labels = Labels
survey-took = Duration
survey-usually = usually { $time } ({ $runs ->
    [one] 1 run
   *[other] { $runs } runs
})
survey-revisions = Revisions
survey-revision = { $revision }: { $ready } of { $pods } pods ready
survey-no-events = No events; the server keeps them for about an hour
survey-read = read { $ago } ago

# Rows of the last time, until the server has told those of now
last-known-connecting = As of { $ago } ago; connecting …
last-known-unkept = Not kept
last-known-no-warnings = Not known until the server tells them
last-known-no-drift-yet = Not connected: repository and cluster can be compared as soon as the server answers.
last-known-no-drift = Not connected, so nothing can be compared.
last-known-offline = Not connected: only what the row told last is known. Events, YAML and logs come with the connection.
last-known-offline-read = Not connected: this is as it was read { $ago } ago.
last-known-offline-logs = Not connected: logs come with the connection.

# Repository ↔ cluster
drift-tab-live = What runs
drift-tab = Repository ↔ cluster
drift-no-repository = No repository is chosen. Choose its folder on the page “Change”; then its manifests can be compared with the cluster.
drift-what = Compares the manifests of { $repository } as committed with the cluster. Objects without a namespace count as in { $home }.
drift-nothing-written = Nothing is written: the server is asked for a dry run of each apply. This needs the rights get, patch and create for the kinds of the manifests.
drift-compare = Compare
drift-again = Compare again
drift-stop = Stop comparing
drift-reading = reading the repository
drift-progress = { $done } of { $all } objects
drift-compared = compared { $ago } ago
drift-commit = Commit { $commit }: { $summary }
drift-count-differs = { $count ->
    [one] 1 differs
   *[other] { $count } differ
}
drift-count-missing = { $count } missing in the cluster
drift-count-open = { $count } not compared
drift-count-same = { $count } that an apply would not change
drift-elsewhere = { $count ->
    [one] 1 object belongs to another namespace
   *[other] { $count } objects belong to other namespaces
}
drift-plain = { $count ->
    [one] 1 other YAML file is no manifest
   *[other] { $count } other YAML files are no manifests
}
drift-left-out = { $count ->
    [one] 1 file was left out: too many files, too large, or an unusable name
   *[other] { $count } files were left out: too many files, too large, or an unusable name
}
drift-none = No manifest belongs here
drift-same = An apply would change nothing
drift-differs = { $count ->
    [one] Differs in 1 field
   *[other] Differs in { $count } fields
}
drift-only-metadata = { $count ->
    [one] Only metadata differs (1 label or annotation)
   *[other] Only metadata differs ({ $count } labels or annotations)
}
drift-missing = Missing in the cluster
drift-chart = A Helm chart: helm makes objects of it, so the files are not compared
drift-kustomize = Sources of kustomize: kustomize makes objects of them, so the files are not compared
drift-template = An OpenShift Template: it becomes objects when it is processed, so it is not compared
drift-go-template = A template with {"{{ … }}"}: it becomes a manifest when a tool fills it in, so it is not compared
drift-unfilled = A placeholder is not filled in ({ $what }), so it is not compared
drift-unreadable = Cannot be read: { $why }
drift-twice = It stands twice in the file: the one on line { $line } has no effect, the last counts
drift-also-in = The same object stands in { $files } too
drift-secret = A Secret: values are hidden on both sides; whether they differ is told, what they are is not
drift-secret-placeholder = A Secret with placeholders: its true values come from elsewhere. An apply of this file would put the placeholders in their place
drift-secret-placeholder-same = A Secret with placeholders, and the cluster holds the same placeholders: the true values were never put in
drift-edited = { $file } has edits that are not committed; the committed state is compared
drift-warning = The server warns: { $words }
drift-held-by-controller = { $field } is held by the controller { $manager }: { $live } in the cluster, { $file } in the repository
drift-held-by-hand = { $field } was changed by hand ({ $manager }, { $at }): { $live } in the cluster, { $file } in the repository
drift-held-by-hand-undated = { $field } was changed by hand ({ $manager }): { $live } in the cluster, { $file } in the repository
drift-other-server = Not compared: another API server answers for it, and may not honour a dry run
drift-unknown-server = Not compared: it may not be asked whether another API server answers for it, and such a one may not honour a dry run. It takes the right get for apiservices or customresourcedefinitions
drift-fixed = Differs, and cannot be applied: what differs can only be set when the object is made
drift-fixed-hint = The server’s words below name the field. Leave the field as it is in the cluster. To change it the object must be made anew; for a claim, a volume, a namespace or an operator’s object that deletes the data
drift-unknown-kind = The cluster does not know the kind { $kind } of { $version }
drift-unknown-kind-hint = Perhaps its definition (CustomResourceDefinition) is not installed, or the version is no longer served
drift-no-object = It has no { $missing }
drift-no-namespace = Missing in the cluster, and so is its namespace
drift-webhook = The cluster's admission webhook { $webhook } forbids dry runs, so this cannot be compared
drift-webhook-hint = A webhook with side effects must declare “sideEffects: None” to be asked without a change. An administrator of the cluster can set it
drift-copy-kubectl = Copy the kubectl diff line
drift-legend = − as in the cluster, + as in the repository
drift-column-object = Object
drift-column-standing = How it stands
drift-column-place = File

# Who else writes to an object, and what they would undo
fight-autoscaler = The autoscaler { $name } (HorizontalPodAutoscaler, from { $least } to { $most }) steers the number of pods: it sets its own number again within seconds; only at 0 it rests until somebody sets more. Change its limits, or leave the number to it
fight-keda = KEDA (ScaledObject { $name }, from { $least } to { $most }) steers the number of pods, and starts pods again from 0 as soon as there is work. Pause it first (annotation autoscaling.keda.sh/paused)
fight-keda-least = KEDA (ScaledObject { $name }, from { $least } to { $most }) steers the number of pods, and sets at least { $least } again. Pause it first (annotation autoscaling.keda.sh/paused)
fight-keda-held = KEDA (ScaledObject { $name }) is paused at { $replicas } pods and sets that number again (annotation autoscaling.keda.sh/paused-replicas). Change the number there, or put the annotation autoscaling.keda.sh/paused in its place
fight-keda-unread = KEDA (ScaledObject { $name }) steers the number of pods; it may set its own number again, also from 0. Pause it first (annotation autoscaling.keda.sh/paused)
fight-budget = The disruption budget { $name } ({ $keeps }) limits how many pods go at once when nodes are drained. It undoes nothing
fight-argo = Argo CD (application { $application }) keeps this object as its own repository has it: what is changed here may be undone at its next sync. Make the change in that repository, or switch its automatic sync off meanwhile
fight-argo-unnamed = Argo CD keeps this object as its own repository has it: what is changed here may be undone at its next sync. Make the change in that repository, or switch its automatic sync off meanwhile
fight-flux = Flux ({ $by }) keeps this object as its own repository has it: what is changed here is undone at its next round, within minutes. Make the change in that repository, or suspend { $by } meanwhile
fight-flux-release = Flux ({ $by }) keeps this object by Helm: what is changed here is undone at its next upgrade, and within minutes where the HelmRelease has drift detection on. Make the change in the release’s values, or suspend { $by } meanwhile
fight-helm = The Helm release { $release } made this object: its next upgrade or rollback sets the chart’s values again. Make the change in the chart’s values too
fight-rancher = Rancher ({ $owner }) keeps this object as it has it: what is changed here may be undone at its next round. Make the change there too
fight-operator = An operator made this object for { $owner } and sets it again when it differs. Change { $owner } instead
fight-lifecycle = The Operator Lifecycle Manager ({ $owner }) installed this object and sets it again when it differs. Change the operator’s own settings instead
fight-policy = A rule of the cluster ({ $manager }) sets { $fields } at each write: what a manifest says there is replaced. Ask who keeps the rules
fight-terraform = Terraform wrote this object: its next run sets its own values again. Make the change in Terraform too
fight-controller = The controller { $manager } writes { $fields }: it may set them again. Ask who runs it before you change them
fight-person = Changed by hand with { $manager } at { $at }: { $fields }. An apply of the manifest may undo this
fight-person-undated = Changed by hand with { $manager }: { $fields }. An apply of the manifest may undo this
fight-unread = It could not be asked whether { $kinds } steer this object too
fight-title = Who else writes to it
fight-of = { $object }: { $words }
ready-right-optional = { $who } may not { $right }: what steers the number of pods beside this change cannot be told beforehand
ready-right-optional-hint = The change can be carried out. An administrator of the cluster can grant this right
ready-right-optional-unknown = Whether you may see what steers the number of pods beside this change could not be asked

# The way of a request: from a name to the pods.
way-name = Name
way-endpoints-title = Endpoints
way-pods-title = Pods
way-box = { $kind } { $name }: { $state }
way-box-of = { $kind } of { $name }: { $state }
way-share = { $share } %
way-chip-broken = interrupted
way-chip-unknown = not known
way-chip-redirect = redirect
way-fold = Show the way of requests for { $name }
way-unfold = Hide the way of requests for { $name }
way-more = Only requests with { $more }
way-image-pods = { $count ->
    [one] 1 pod: { $image }
   *[other] { $count } pods: { $image }
}
way-any-listener-host = every host of its listener
way-door-any = Requests for every host
way-door-listener = Requests for every host of its listener
way-door-tls = By TLS
way-door-plain = Without TLS
way-door-open = The route does not say whether TLS is used
way-door-unread = No host could be read out of the rule { $rule }
way-door-unread-hint = Look at the rule in the YAML; the site itself can be asked by hand
way-door-unnamed = No router has given it a host yet
way-door-unnamed-hint = A router gives the name within seconds. If none comes, whoever runs the routers must look
way-door-claimed = The older { $kind } { $other } also claims { $host }{ $path }: which of the two is asked, nobody tells
way-door-claimed-hint = Ask the site which of the two answers, and take the name away from the other
way-unfollowed = Objects of the kind { $kind } are not followed at present: what is shown may be old
way-route-taken = Taken by { $by }
way-route-address = Reached at { $by }
way-route-refused = Not admitted by { $by }: { $reason ->
    [HostAlreadyClaimed] another route has this host already (HostAlreadyClaimed). { $message }
    [RouteNotAdmitted] the router's settings do not allow it (RouteNotAdmitted). { $message }
    [NoHostValue] it has no host, and the router gives it none (NoHostValue). { $message }
    [InvalidHost] its host is no valid name (InvalidHost). { $message }
    [ExtendedValidationFailed] its certificate or key cannot be used (ExtendedValidationFailed). { $message }
    [ExternalCertificateValidationFailed] the Secret with its certificate cannot be used (ExternalCertificateValidationFailed). { $message }
    [ExternalCertificateSecretDeleted] the Secret with its certificate is gone (ExternalCertificateSecretDeleted). { $message }
    [NotAllowedByListeners] its listeners do not allow it (NotAllowedByListeners). { $message }
    [NoMatchingListenerHostname] no listener has such a host (NoMatchingListenerHostname). { $message }
    [NoMatchingParent] there is no such listener (NoMatchingParent). { $message }
    [UnsupportedValue] it asks for something that the gateway cannot do (UnsupportedValue). { $message }
    [IncompatibleFilters] its filters do not go together (IncompatibleFilters). { $message }
    [RefNotPermitted] it may not use that gateway (RefNotPermitted). { $message }
   *[other] { $reason }. { $message }
}
way-route-refused-hint = { $reason ->
    [HostAlreadyClaimed] Choose another host or path, or remove the older route; a host belongs to one namespace
    [RouteNotAdmitted] Ask whoever runs the routers which routes they take; often a label or a namespace is missing
    [NoHostValue] Write a host into the route
    [InvalidHost] Write a valid host into the route: lower case, at most 63 characters between two dots
    [ExtendedValidationFailed] Put certificate, key and authority of the route right; they must belong together
    [ExternalCertificateValidationFailed] Look at the Secret that the route names: its kind, its rights for the router, its certificate
    [ExternalCertificateSecretDeleted] Make the Secret that the route names again
    [NotAllowedByListeners] The gateway's listener must allow routes of this namespace and kind (allowedRoutes)
    [NoMatchingListenerHostname] Give the route a host that a listener of the gateway has
    [NoMatchingParent] Look at parentRefs of the route: the gateway's name, its namespace, sectionName and port
    [UnsupportedValue] The message names the field; write it in a way that the gateway knows
    [IncompatibleFilters] Take one of the filters that the message names out of the rule
    [RefNotPermitted] A ReferenceGrant in the gateway's namespace must permit it
   *[other] The message says what is not accepted; whoever runs the routers or gateways can tell more
}
way-route-unresolved = { $by } cannot lead where it should: { $reason ->
    [RefNotPermitted] no ReferenceGrant permits it (RefNotPermitted). { $message }
    [BackendNotFound] there is no such service (BackendNotFound). { $message }
    [InvalidKind] a target of a kind that it does not know (InvalidKind). { $message }
    [UnsupportedProtocol] the service speaks a protocol that it does not know (UnsupportedProtocol). { $message }
   *[other] { $reason }. { $message }
}
way-route-unresolved-hint = { $reason ->
    [RefNotPermitted] Make a ReferenceGrant in the service's namespace that lets this route lead there
    [BackendNotFound] Make the service, or let the route name one that exists
    [InvalidKind] Let the route lead to a Service
    [UnsupportedProtocol] Look at appProtocol of the service's port
   *[other] The message says what cannot be resolved
}
way-route-partial = { $by } takes only a part of it ({ $reason }). { $message }
way-route-partial-hint = The rules that it does not take answer with an error: the message names them
way-route-unprogrammed = { $by } took it, and what serves the requests does not have it yet: { $reason ->
    [Pending] it is being set up (Pending). { $message }
    [AddressNotAssigned] no address is assigned (AddressNotAssigned). { $message }
    [AddressNotUsable] the address that is asked for cannot be used (AddressNotUsable). { $message }
    [NoResources] the gateway has no room for it (NoResources). { $message }
    [Invalid] the gateway's settings are not valid (Invalid). { $message }
   *[other] { $reason }. { $message }
}
way-route-unprogrammed-hint = { $reason ->
    [Pending] Usually a matter of seconds
   *[other] Whoever runs the gateway must look at it
}
way-route-old = { $by } has not judged its newest state yet
way-route-old-hint = Usually a matter of seconds. If it stays, whoever runs the gateway must look
way-route-unseen = No router has judged it yet
way-route-unseen-hint = Usually a matter of seconds. If it stays, no router takes routes of this namespace or with these labels
way-route-no-gateway = It names no gateway
way-route-no-gateway-hint = Name a gateway under parentRefs
way-route-no-gateway-named = No gateway has judged it yet ({ $asks })
way-route-no-gateway-named-hint = Look whether that gateway exists, and whether a controller for its class runs
way-route-silent = Objects of this kind do not tell whether a controller took them
way-route-silent-hint = Ask the site itself whether it answers
way-route-silent-named = Objects of this kind do not tell whether a controller took them ({ $asks })
way-route-silent-named-hint = Ask the site itself whether it answers. If it does not, look whether a controller of that class runs
way-route-redirects = Answers with a redirect
way-route-filtered = It names no service; whether a filter or middleware answers, is not known
way-route-nowhere = It names no service: requests go nowhere
way-route-nowhere-hint = Let the rule name a service
way-route-weightless = All weights are 0: requests go nowhere
way-route-weightless-hint = Give one of the services a weight above 0
way-service-fine = It exists
way-service-fine-named = Port { $port }
way-service-headless = Without an address of its own (headless)
way-service-headless-named = Port { $port }, without an address of its own (headless)
way-service-external = Leads out of the cluster, to { $to }
way-service-weightless = Weight 0: nothing goes to { $service }
way-service-unknown = Services and their endpoints are not read, or not yet
way-service-elsewhere = It is in namespace { $namespace }, which is not looked at here
way-service-cross = It is in namespace { $namespace }: whether Traefik may lead there, stands in its own settings
way-service-portless = It names no port of service { $service }
way-service-portless-hint = Name the port in the route: the service has several, or the kind asks for one
way-service-no-grant = No ReferenceGrant in namespace { $namespace } permits leading to { $service }
way-service-no-grant-hint = Make a ReferenceGrant in that namespace that lets HTTPRoutes of this one lead to the service
way-target-kind = { $kind } { $service } is not followed any further
way-beyond = Not known
way-endpoints = { $count ->
    [one] 1 endpoint
   *[other] { $count } endpoints
}
way-endpoints-none = No endpoint
way-endpoints-none-hint = Look at the service's selector and whether pods have these labels
way-endpoints-portless = No endpoint of service { $service } has a port
way-endpoints-portless-hint = Look at the ports of the service and of the pods' containers
way-endpoints-port = No endpoint of service { $service } has the port { $port }
way-endpoints-port-hint = Look at targetPort of the route or service: it must be the name or number of a container's port
way-pods = { $ready } of { $all } pods ready
way-pods-none = Service { $service } selects no pod ({ $selector })
way-pods-none-hint = Look at the service's selector, and whether the workload behind it has pods: it may be scaled to 0
way-pods-no-endpoint = Service { $service } has no endpoint ({ $selector })
way-pods-no-endpoint-hint = Look at the service's selector, and whether the workload behind it has pods: it may be scaled to 0
way-pods-no-address = No pod that service { $service } selects has an address yet ({ $selector })
way-pods-no-address-hint = Look at the pods: what they wait for stands there
way-pods-by-hand = Service { $service } has no selector, and nobody wrote endpoints for it
way-pods-by-hand-hint = Give the service a selector, or write an EndpointSlice for it
way-ask = Ask { $host } now
way-ask-name = Ask { $url } now
way-ask-soon = The settings for sites are still being read; ask again in a moment
way-ask-practice = In practice, and in a rehearsal, no real site is asked
way-asking = asking
way-asked = asked { $ago } ago
way-site-answer = Answered with status { $status } after { $ms } ms
way-site-certificate = The site's certificate
way-own-certificate = The certificate in the route
way-certificate = { $whose } is valid for { $days ->
    [0] less than a day
    [one] 1 more day
   *[other] { $days } more days
}
way-certificate-ended = { $whose } has ended

## Logs
# What stands between the lines.
logs-no-previous = { $container } of { $pod }: there is no container before this one, or the node has thrown its log away
logs-previous-unread = { $container } of { $pod }: the last lines before the restart could not be read
logs-restarted = { $container } of { $pod } started again (restart { $count })
logs-restarted-often = { $container } of { $pod } started again (restart { $count }); what it wrote in { $lost ->
    [one] { $lost } start before
   *[other] { $lost } starts before
} was not seen
logs-ended = { $container } of { $pod } ended with exit code { $code }
logs-ended-reason = { $container } of { $pod } ended with exit code { $code } ({ $reason })
logs-pod-gone = { $pod } is gone; what { $container } may have written last cannot be read any more

# What is around them.
logs-title = Logs
logs-lines = Lines of the log
logs-find = Find in the log
logs-find-hint = Find (Ctrl+F)
logs-regex = .*
logs-regex-name = Regular expression
logs-case = Aa
logs-case-name = Match case
logs-seeking = searching …
logs-found-none = not found
logs-found = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
logs-found-at = { $place } of { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
logs-found-so-far = { $count } so far …
logs-no-expression = This is no regular expression: { $problem }
logs-back = Previous
logs-next = Next
logs-first-error = First error
logs-following = Following
logs-to-the-end = To the end
logs-following-hint = The newest line stays in sight (End). Scrolling up leaves it
logs-wrap = Wrap
logs-wrap-hint = Long lines are broken
logs-times = Times
logs-times-hint = In front of each line stands when it was written, in UTC
logs-previous = Before the restart
logs-previous-hint = What each container wrote before it was started anew for the last time
logs-since = From when on
logs-since-ever = All there is
logs-since-minutes = Last { $count } minutes
logs-since-hours = { $count ->
    [one] Last hour
   *[other] Last { $count } hours
}
logs-save = Save…
logs-pick-to = Where is the log to be written?
logs-saved = The log stands in { $file }
logs-saved-partly = { $lost ->
    [one] { $lost } line is missing in { $file }: it could not be kept
   *[other] { $lost } lines are missing in { $file }: they could not be kept
}
logs-copy-too-large = These lines are more than 4 MB: save them
logs-not-copied = The lines could not be copied
logs-not-saved = The log could not be written to { $file }
logs-copy = Copy { $count ->
    [one] the line
   *[other] { $count } lines
}
logs-copy-too-many = Too many lines to copy: save them
logs-large = Large
logs-large-hint = The logs fill the page
logs-no-pods = There is no pod now. As soon as there is one, its log follows
logs-standing = { $lines ->
    [one] { $lines } line
   *[other] { $lines } lines
}, { $size } · { $pods ->
    [one] { $pods } pod
   *[other] { $pods } pods
}{ $state ->
    [followed] { $followed ->
        [one] { " " }· { $followed } container is followed
       *[other] { " " }· { $followed } containers are followed
    }
    [over] { " " }· all containers have ended
   *[other] { "" }
}
logs-server-silent = Not heard since { $at }: these lines may not be the newest. It is tried again all the time
logs-server-never = Not heard yet. It is tried again all the time
logs-broken = { $count ->
    [one] { $count } container cannot be read just now, and is tried again; it was heard last at { $at }
   *[other] { $count } containers cannot be read just now, and are tried again; the first of them was heard last at { $at }
}
logs-broken-never = { $count ->
    [one] { $count } container cannot be read yet, and is tried again
   *[other] { $count } containers cannot be read yet, and are tried again
}
logs-try-again = Try again
logs-waiting = { $count ->
    [one] { $count } container has not started yet
   *[other] { $count } containers have not started yet
}
logs-left-out = { $count ->
    [one] { $count } container waits until others are read: too many would be open at once
   *[other] { $count } containers wait until others are read: too many would be open at once
}
logs-lost = { $count ->
    [one] { $count } line could not be kept: the disk for temporary files is nearly full
   *[other] { $count } lines could not be kept: the disk for temporary files is nearly full
}

# Fields.
field-full = This field takes { $most } characters. What comes after them was left out.

# The history, and what a record says of deviations.
page-history = History
page-history-name = Page: history
record-deviations-title = Deviations from the procedure
record-deviation-not-upstream = The procedure's file is not on the upstream's default branch
record-deviation-uncommitted = The procedure's file is not committed
record-passed = Started although a check spoke against it. { $check } { $found }. Reason: { $reason }
record-passed-heading = Checks gone past
record-deviation-value = { $name }: { $value }, not the procedure's default
record-deviation-added = Added to the procedure for this change
record-deviation-reason = Done otherwise: { $reason }
record-deviation-tries = Tried { $count } times
record-deviation-abandoned = The change was left before its end
record-left-out = { $lines ->
    [one] 1 line is left out here
   *[other] { $lines } lines are left out here
}; they are in the record's file
record-comment-cut = The record is longer than a comment may be. The rest is in the record's file.
history-title = History
history-reading = reading
history-reading-one = Reading the record
history-reread = Read again
history-count = { $count ->
    [one] 1 change
   *[other] { $count } changes
}
history-count-of = { $shown } of { $count ->
    [one] 1 change
   *[other] { $count } changes
}
history-count-open = { $count ->
    [one] 1 is unfinished
   *[other] { $count } are unfinished
}
history-from = This machine's, and the records in changes/ of the repository
history-from-none = This machine's. With a repository chosen, the records in its changes/ stand here too
history-from-practice = Those of this practice world. They go with it
history-search = Search
history-search-hint = Search: title, procedure, namespace, cluster, person, value, #ticket …
history-by-procedure = Procedure
history-by-procedure-all = All procedures
history-by-result = Result
history-by-result-all = All results
history-by-person = Person
history-by-person-all = All people
history-by-cluster = Cluster
history-by-cluster-all = All clusters
history-column-title = Change
history-column-standing = How it stands
history-column-procedure = Procedure
history-column-cluster = Cluster / namespace
history-column-by = Begun by
history-column-last = Last written ({ $zone })
history-ago = { $ago } ago; begun { $begun }
history-open = Unfinished
history-completed = Completed
history-rolled-back = Rolled back
history-abandoned = Left before its end
history-untold = Not told
history-under-way = Under way in this window
history-stands = { $stands }
history-open-then = when the record was written
history-rest = something was left for later
history-newer-format = A newer version of Changeover wrote it: it may tell more than is shown here
history-foreign = Not a record of Changeover: shown as it is written
history-from-repository = repository
history-unread = { $count ->
    [one] 1 folder or file is no change that can be read. It stays where it is
   *[other] { $count } folders or files are no changes that can be read. They stay where they are
}
history-unread-show = which
history-unread-show-name = Show what cannot be read
history-unread-hide = hide
history-unread-hide-name = Hide what cannot be read
history-unreadable = cannot be read ({ $why })
history-never-begun = was never begun: its first line is not whole
history-no-change = damaged from line { $line } on, so that it does not say what it was
history-newer = written by version { $app } of Changeover, which is newer than this one
history-left-out = { $count ->
    [one] 1 file is left out: there are too many, together they are too large, or its name cannot be used
   *[other] { $count } files are left out: there are too many, together they are too large, or their names cannot be used
}
history-open-folder = Open the folder of { $name }
history-open-folder-button = open
history-none-fit = No change fits what is sought.
history-show-all = Show all
history-none = No change yet
history-none-about = Every change that is begun on this machine stands here from its first step on, with its record. Records of other people stand here when they lie in changes/ of the repository.
history-difference = Difference
history-facts = At a glance
history-back = ← History
history-back-name = Back to the history
history-asked-by = asked by { $who }
history-when = { $started } to { $last } ({ $zone })
history-copy = Copy as a comment
history-copied = Copied
history-copy-about = The whole record as Markdown, ready to be pasted into the ticket. What is too long for a comment is left out, and it says so.
history-save = Save as Markdown…
history-put = Put into the repository
history-put-about = Writes the record as a file into changes/ of the repository, where the whole team finds it. It is not committed.
history-open-own-folder = Open its folder
history-pick-to = Where is the record to be written?
history-saved = The record stands in { $file }
history-not-saved = The record could not be written to { $file }
history-put-done = The record stands in { $file } of the repository. It is not committed: that is yours to do.
history-saved-files = The record stands in { $file }, with { $along ->
    [one] one file
   *[other] { $along } files
} of its notes beside it{ $left ->
    [0] .
    [one] ; one is not there or not as it was, and is missing.
   *[other] ; { $left } are not there or not as they were, and are missing.
}
history-put-files = The record stands in { $file } of the repository, with { $along ->
    [one] one file
   *[other] { $along } files
} of its notes in changes/evidence/{ $left ->
    [0] .
    [one] ; one is not there or not as it was, and is missing.
   *[other] ; { $left } are not there or not as they were, and are missing.
} Nothing is committed: that is yours to do.
history-put-same = The repository has this record already, in { $file }
history-put-edited = { $file } is there already, says something else, and no commit holds it
history-put-edited-hint = Look at it. Commit it or take it away, then put the record there again.
history-put-other = { $file } is there already and says something else than the journal
history-put-other-hint = Look at it: somebody's words may stand in it. Take it away or give it another name, then put the record there.
history-no-name = The change's name { $change } cannot be a file's name
history-no-repository = { $file } lies in a repository that is not open now
history-shared = In the repository as { $file }
history-shared-uncommitted = In the repository as { $file }, and not committed yet
history-shared-older = { $file } of the repository does not say what the journal says by now: put the record there again
history-shared-other = { $file } of the repository says something else than the journal: look at it
history-copy-git = copy the git line
history-copy-git-name = Copy the command line that commits the record
history-cut = The record is longer than is shown here. All of it is in its file.

# Keyboard: shortcuts, the list of commands.
keys-title = Shortcuts
keys-button = ?
keys-everywhere = Everywhere
keys-palette = List of commands
keys-dialog = Dialogs
keys-field = Fields for paths and names
keys-choices = Fields with a list
keys-rows = Rows of the cluster page
keys-columns = Dividers between columns
keys-logs = Logs
keys-find = Seeking in logs, differences and output
keys-reading = A record, a difference, an output
keys-beside = Settings and history
keys-past = Rows of the history
keys-lines = Lines of a log
keys-do-commands = All commands, and objects by their names
keys-do-keys = These shortcuts
keys-do-help = Help for the page that is shown
keys-do-timeline = The timeline of the change under way
keys-do-change = The page of the change
keys-do-cluster = The page of the cluster
keys-do-history = The page of all changes
keys-do-settings = The settings
keys-do-larger = Everything larger
keys-do-larger-too = Everything larger, without Shift
keys-do-smaller = Everything smaller
keys-do-usual-size = The usual size
keys-do-command-next = The next line
keys-do-command-before = The line before
keys-do-command-take = Does what is chosen; a deed is still asked about in its own dialog
keys-do-commands-close = Leaves the list
keys-do-dialog-close = Closes the dialog; nothing was agreed to
keys-do-dialog-up = Scrolls help and shortcuts up
keys-do-dialog-down = Scrolls help and shortcuts down
keys-do-field-leave = Leaves the field as it was
keys-do-list-next = Opens the list; the next value
keys-do-list-before = The value before
keys-do-list-take = Takes the chosen value
keys-do-list-close = Closes the list
keys-do-row-next = The next row
keys-do-row-before = The row before
keys-do-row-leave = Closes the object beside the rows
keys-do-column-narrower = Makes the column narrower
keys-do-column-wider = Makes the column wider
keys-do-column-fit = Makes the column as wide as its longest words in sight
keys-do-log-find = To the field that seeks
keys-do-log-top = The first line
keys-do-log-end = The newest line, followed from then on
keys-do-log-page-up = A page up
keys-do-log-page-down = A page down
keys-do-log-all = Chooses all lines
keys-do-find-next = The next place that was found
keys-do-find-before = The place before
keys-do-line-up = One line up
keys-do-line-down = One line down
keys-do-lines-leave = Lets the chosen lines go
keys-do-text-find = Seeks in the record, or in a difference or an output
keys-do-read-down = One line on
keys-do-read-up = One line back
keys-do-read-page-down = Part of a page on, also in the page itself
keys-do-read-page-up = Part of a page back, also in the page itself
keys-do-read-top = To the beginning
keys-do-read-end = To the end
keys-do-read-right = Moves long lines to the left
keys-do-read-left = Moves long lines back
keys-do-beside-leave = Back to the page before
keys-do-past-find = To the field that seeks among all changes
keys-do-past-open = Opens the record of the row
keys-do-past-next = The next change
keys-do-past-before = The change before
keys-do-past-page-down = Many changes on
keys-do-past-page-up = Many changes back
keys-do-past-first = The first change of the list
keys-do-past-last = The last change of the list

commands-title = Commands
commands-button = Commands
commands-hint = Type a command, or the name of an object
commands-none = Nothing here is called so. The list holds what the window offers now.
commands-none-said = Nothing fits
commands-said = { $label }, { $at } of { $all }
commands-keys = { $before } { $next } choose · { $take } go there · { $close } leave
commands-in-pages = Page
commands-in-program = Program
commands-in-start = Start
commands-in-records = Record
commands-in-steps = Step
commands-in-step = This step
commands-in-change = This change
commands-in-cluster = Cluster
commands-page-change = Go to the change
commands-page-cluster = Go to the cluster
commands-page-history = Go to the history
commands-page-settings = Go to the settings
commands-light = Light colours
commands-dark = Dark colours
commands-columns = All columns of tables as wide as usual
commands-busy = A change is under way in it
commands-leave-practice = Leave practice
commands-practise = Practise on a cluster of its own
commands-procedure = Choose the procedure “{ $name }”
commands-context = Choose the context { $name }
commands-kubeconfig = Open a kubeconfig…
commands-repository = Open a repository…
commands-record = Open the record of “{ $title }”
commands-step = Go to step { $number }: { $title }
commands-detail = Show { $part }
commands-section = Show { $section }
commands-all-rows = All rows, not only problems

# Help.
help-title = Help for this page
help-hint = { $key } help
help-of = Help: { $page }
help-can = What you can do here
help-words = What the words mean
help-keys = Keys
help-all-keys = All shortcuts
help-close = Close
help-copy-diagnosis = Copy diagnosis
help-copy-diagnosis-about = Version, system, page, connection, last failures and timings, for who helps you. Without passwords, tokens, keys and values of parameters.
help-start-title = Start
help-start-about = Here you choose where a change goes and what it does, and see whether everything is ready for it. Nothing is touched before you press “Start the change”, and even then each step asks first.
help-start-can =
    Choose **kubeconfig**, **context** and **namespace**: the change acts there and nowhere else.
    Choose the **repository**: a folder, kept by git, with the manifests.
    Choose a **procedure** and fill in its details. What differs from its defaults stands in bold in the record.
    Read “Ready to start?”: each line says what was looked at and what to do about it. “Show all checks” has the evidence, and the way past what is only risky.
    Go on with a change that was begun, or open the record of one that ended.
    Practise first, or rehearse the very change on a copy.
    Drag a kubeconfig, a repository's folder or a procedure onto the window.
help-step-title = A step of the change
help-step-about = Here a change is carried out, one step after the other. The list at the left says how far it is, the middle shows one step, the right what runs now. Looking at a step never does anything.
help-step-can =
    Read “What will happen” and the difference. They come from the server, not from the procedure's text.
    Press the button at the lower right. Its dialog says exactly what will be done; only the button in it agrees.
    Leave a step out or go on nevertheless, with a reason. The record shows it in bold.
    Lay the difference side by side, open what is unchanged, or find words in it and in the output.
    Keep a note, or copy the step as a command line.
    Press **Hold** to leave the change as it is and go on another day.
    Press **Roll back** at any step: a question comes first, and each step back is asked by itself.
help-back-title = The way back
help-back-about = Here you decide how a change is undone. What can be seen (logs, states) stands above the answers, because the right way often depends on what the change did already.
help-back-can =
    Read what can be seen, and open the logs if it does not suffice.
    Choose the answer that fits. Its steps are listed; each one is asked again before it acts.
    Go back to the change: nothing was begun by opening this page.
help-end-title = The end of the change
help-end-about = Every step is behind you. What was done, by whom and when stands in the record.
help-end-can =
    Open the **record** and put it into the ticket.
    Open the **journal** if somebody asks what happened exactly.
    Open the timeline to see what took how long, and what was waited for.
    Roll back later: the start page lists finished changes.
help-cluster-title = The cluster
help-cluster-about = Here you see what runs in a namespace, what is wrong and what to do about it. Nothing on this page acts. How old the rows are is always said when they are not those of now.
help-cluster-can =
    Choose a **namespace**, type words to filter, or show only problems.
    Press a row: its state, owners, events, YAML and logs stand beside it.
    Follow a **route** from its address to the pods; the broken link is named.
    Copy a name, or the kubectl line that shows the same.
    Look at “Repository ↔ cluster” to see where the two differ.
help-history-title = History
help-history-about = Here stand all changes of this computer, those that are not finished first, and the records that the repository keeps in its folder changes/.
help-history-can =
    Type words to find a change: title, procedure, cluster, namespace, person, values.
    Press a row: its **record** tells who did what, when, where, and where it left the **procedure**.
    Copy the record as a comment for the ticket, save it, or put it into the repository.
    Take up again what is not finished.
help-settings-title = Settings
help-settings-about = Here you choose how the program looks and what it may do. Each choice holds at once and is kept.
help-settings-can =
    Choose the colours, the size of everything, and whether anything moves.
    Name the **contexts** that are protected: their dialogs are graver.
    Switch to read-only: then the program carries out no **deed**.
    See where settings, changes and kept rows lie.
help-drift-title = Repository and cluster
help-drift-about = Here the manifests of the repository's newest commit are compared with the cluster, object by object. The server is asked by a dry run; nothing is written.
help-drift-can =
    Press “Compare”. It can be stopped at any time.
    Choose a row to see the difference, and who changed the field.
    Copy the kubectl line that shows the same.

# A diagnosis, for who helps.
diagnosis-head = Changeover { $version }, diagnosis of { $at }
diagnosis-system = System
diagnosis-window = Window
diagnosis-page = Page
diagnosis-practice = Practice
diagnosis-yes = yes
diagnosis-cluster = Cluster
diagnosis-connected = connected, { $version }, { $place }
diagnosis-connecting = being connected to
diagnosis-not-connected = not connected
diagnosis-repository = Repository
diagnosis-no-repository = none
diagnosis-procedure = Procedure
diagnosis-change = Change
diagnosis-stands = step { $step } of { $steps }
diagnosis-time = Times
diagnosis-timings = runs for { $running }; { $frames ->
    [one] { $frames } frame
   *[other] { $frames } frames
}, the last in { $last }, the slowest in { $longest }
diagnosis-failures = Last failures, with their causes:
diagnosis-none = none
diagnosis-now = now
diagnosis-copied = The diagnosis is on the clipboard. Read it before you pass it on

# Files of notes: pictures and logs.
attach-pick = Attach files…
attach-pick-about = Pictures and logs become part of the note. They can also be dragged onto the step, or pasted.
attach-pick-more = More files…
attach-pick-from = Which files belong to the note?
attach-drop = Add to the note of “{ $title }”
attach-title = Add to the note
attach-look = Look at it before you add it: does it show a password, a token, a person's data?
attach-stays = What is added stays with the journal and goes where the record goes. It cannot be taken out again; a further note can say that it was a mistake.
attach-looking = Looking at it…
attach-none = No file is chosen
attach-note = Note (may stay empty)
attach-leave-out = Leave out
attach-leave-out-name = Leave out { $name }
attach-more-text = More follows in the file
attach-deed = { $count ->
    [0] Keep the note
    [one] Add the file
   *[other] Add { $count } files
}
attach-writing = Writing…
attach-open-name = Open { $name }: { $about }
attach-record-title = Files of the notes
attach-close = Close
attach-folder = Open its folder
attach-copy-hash = Copy the hash
attach-tile-altered = Changed since it was added
attach-tile-missing = Not on this machine
attach-kind-png = PNG picture
attach-kind-jpeg = JPEG picture
attach-kind-gif = GIF picture
attach-kind-webp = WebP picture
attach-kind-text = Text
attach-kind-other = File
attach-empty = { $name } is empty
attach-too-large = { $name } is larger than { $most }
attach-too-large-hint = Add the part that matters: a cut of the picture, the lines of the log.
attach-unknown = { $name } is neither a picture nor text
attach-unknown-hint = Pictures (PNG, JPEG, GIF, WebP) and texts can be added. What else belongs to the change: say in the note where it lies.
attach-bomb = { $name } says that it has { $width } × { $height } pixels; it was not opened
attach-bomb-hint = Pictures of up to 40 million pixels are opened. Make it smaller, or cut out what matters.
attach-broken = { $name } is not a whole picture
attach-broken-hint = Open it in another program and save it anew, or take the picture again.
attach-no-file = { $name } is not a file
attach-unreadable = { $name } cannot be read
attach-too-many = { $most } files at a note are the most; the others were left out
attach-not-kept = { $name } could not be written into the change's folder; nothing was added
attach-not-exported = { $name } could not be written to { $folder }
attach-missing = { $name } is not there: it was taken away, or stayed on the machine where it was added
attach-altered = { $name } is not what was added: its hash is another one
attach-ended = The change has ended meanwhile; its journal takes no further note

# Files dragged onto the window.
dropped-looking = Looking into it…
dropped-kubeconfig = Use as kubeconfig ({ $count ->
    [one] { $count } context
   *[other] { $count } contexts
})
dropped-repository = Use as repository: { $name }
dropped-procedure = Choose the procedure “{ $title }”
dropped-engaged = A change is under way: cluster, repository and procedure stay as they are
dropped-ticket = Read as a ticket that asks for a change
dropped-several = One at a time: a kubeconfig, a repository's folder, a procedure or a ticket
dropped-none = { $name } is no kubeconfig, no procedure and no ticket
dropped-none-hint = Drag a kubeconfig, the folder of a git repository, a procedure (….procedure.yaml) or a ticket (.md, .txt) here.
dropped-no-repository = { $name } is no folder of a git repository
dropped-no-repository-hint = Choose a folder that git keeps: one that was cloned.
dropped-elsewhere = The procedure { $name } does not lie in a repository's folder “procedures”
dropped-elsewhere-hint = Put it into the folder “procedures” of your repository: a change names the file that it followed.
dropped-broken = The procedure { $name } has mistakes
dropped-broken-hint = `changeover check` names each of them with its place.
dropped-unreadable = { $name } cannot be read
dropped-unreadable-hint = Look at who may read it.

# Settings.
page-settings = Settings
page-settings-name = Page: settings
settings-title = Settings
settings-about = Each setting is obeyed at once and kept for the next start.
settings-back = Back
settings-reset = back to the default
settings-reset-name = Back to the default: { $name }
settings-on = On
settings-off = Off
settings-smaller = Everything smaller
settings-larger = Everything larger
settings-pick = Choose…
settings-pick-name = Choose a file: { $name }
settings-pick-mirrors = Which registries.conf?
settings-pick-ca = Which certificate authority (PEM)?
settings-open = Open folder
settings-open-name = Open folder: { $name }
settings-copy-path = Copy path: { $name }
settings-look = Look
settings-care = Care
settings-programs = Programs and desktop
settings-network = Registries and certificates
settings-places = Where data lies
setting-theme = Theme
setting-theme-about = The colours of the window.
setting-theme-default = Default: as the system.
setting-theme-system = As the system
setting-theme-light = Light
setting-theme-dark = Dark
setting-theme-contrast = High contrast
setting-language = Language
setting-language-about = The language of the window, and of records that are written from now on. A procedure keeps its author's words.
setting-language-default = Default: as the system.
setting-language-system = As the system
# The language's name in itself: each translation says its own.
setting-language-own = English
setting-size = Size
setting-size-about = The size of everything in the window; also Ctrl and plus, minus or 0.
setting-size-default = Default: 100 %.
setting-percent = { $percent } %
setting-animations = Animations
setting-animations-about = Turning marks turn, and what opens and scrolls does so smoothly.
setting-animations-default = Default: on.
setting-columns = Columns of tables
setting-columns-about = How wide you made columns on the pages of the cluster and of the history, by the lines between their titles. Each table keeps its own.
setting-columns-default = Default: as wide as the window has room for.
setting-columns-count = { $count ->
    [0] As usual
    [one] Changed in one table
   *[other] Changed in { $count } tables
}
setting-read-only = Read-only
setting-read-only-about = No action is shown and none is carried out; looking at everything stays possible. In a change under way, a step that has begun goes on to its end, and steps that only read still start by themselves.
setting-read-only-default = Default: off.
setting-read-only-practice = Not now: a practice world touches nothing real.
setting-protected = Protected contexts
setting-protected-about = Contexts to be treated as production: coloured, with graver dialogs. One on each line; * stands for any letters, and ! before a line takes a context out.
setting-protected-default = Default: none but those whose name, namespace or server says prod, production, prd or live.
setting-editor = Editor
setting-editor-about = The program that opens records and journals, with its arguments; one with a window of its own.
setting-editor-default = Default: the system's program for the file.
setting-mail = Mail program
setting-mail-about = The program that opens drafts, with its arguments; it is given a mailto: address.
setting-mail-default = Default: the system's mail program.
setting-notifications = Desktop notifications
setting-notifications-about = The desktop says so when a long step has ended or the change needs you, and the window is not in front.
setting-notifications-default = Default: on.
setting-awake = Stay awake
setting-awake-about = The computer does not fall asleep while a step runs, and may again as soon as it has ended. The screen may go dark; a closed lid does as the system says.
setting-awake-default = Default: on.
setting-awake-now = A step runs: the computer is kept awake now.
setting-mirrors = Registry mirrors
setting-mirrors-about = A file in the form of registries.conf (version 2). A change under way keeps what it began with.
setting-mirrors-default = Default: none.
setting-extra-ca = Further certificate authority
setting-extra-ca-about = A PEM file that is trusted beside the system's, for registries and site checks. A change under way keeps what it began with.
setting-extra-ca-default = Default: none.
setting-settings-place = Settings file
setting-settings-place-about = What was chosen here and on the start page.
setting-changes-place = Changes
setting-changes-place-about = A folder for each change: its journal, its record, copies of files.
setting-rows-place = Kept rows
setting-rows-place-about = What the cluster page showed last. It may be deleted at any time.
setting-by-argument = In this window the command line says { $value }; what is chosen here counts from then on.
setting-no-program = { $program } is not found on this machine.
setting-no-file = { $file } is not there, or is no file.
settings-damaged = The settings could not be read and were put aside as { $file }
settings-damaged-hint = Read-only is on, since it is not known any more which contexts you protected; everything else is as at the first start. Choose again under Settings, or put the mended file back while the program is closed.
settings-unreadable = The settings in { $file } could not be read
settings-unreadable-hint = Read-only is on; everything else is as at the first start, and nothing that is chosen now is kept. Give yourself the right to read the file, then start again.
settings-unsaved = The settings cannot be written to { $file }, so they hold for this window only
settings-unsaved-hint = Look whether the disk is full, and whether you may write into that folder. The next change of a setting tries it again.
settings-fields-unread = These settings in { $file } could not be read: { $names }
settings-fields-unread-hint = They are as at the first start, and what stands in the file is left there. Choose them again under Settings.
settings-fields-guarded = These settings in { $file } could not be read: { $names }
settings-fields-guarded-hint = Read-only is on, since it is not known any more where nothing may be done or which contexts you protected. What stands in the file is left there. Choose again under Settings.
read-only = READ-ONLY
read-only-about = This window is read-only: nothing is carried out. Settings lets it act again.
dialog-production = This is production: look once more before you go on.
notify-turn = It is your turn: { $step }
notify-failed = This step did not go through: { $step }
notify-ended = The change has ended.
notify-rolled-back = The change was rolled back.
notify-shows-only = This window only shows the change now: somebody took it over, or the cluster does not answer.
desktop-colours = The desktop does not say which colours it wishes
desktop-notification = The desktop took no notification the last time
desktop-awake = Nobody took the wish to keep the computer awake the last time: it may fall asleep while a step runs
awake-reason = A step of “{ $title }” is running
