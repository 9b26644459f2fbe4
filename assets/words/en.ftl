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

## Observed

verdict-rollout-unseen = { $name }: the cluster has not taken up the change yet
verdict-rollout-paused = { $name } is paused: it does not roll out until somebody resumes it
verdict-rollout-late = { $name } is late: it takes longer than its progress deadline. The cluster goes on trying
verdict-rollout-trouble = { $name }: { $reason }: { $message }
verdict-rollout-updating = { $name }: { $have } of { $want } pods are new
verdict-rollout-old = { $name }: { $have ->
    [one] 1 old pod ends
   *[other] { $have } old pods end
}
verdict-rollout-available = { $name }: { $have } of { $want } pods are ready
verdict-rollout-on-delete = { $name } renews its pods only when they are deleted, so its roll-out cannot be judged
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
verdict-job-failed = { $name } failed: { $reason }: { $message }
verdict-job-finishing = { $name } is finishing
verdict-job-suspended = { $name } is suspended
verdict-job-pod = { $name } cannot go on: { $state }
verdict-job-again = { $name } is running again after { $count ->
    [one] 1 failed try
   *[other] { $count } failed tries
}
verdict-job-running = { $name } is running
verdict-route-service = The service { $service } does not exist
verdict-route-port = The service { $service } has no port { $port }
verdict-route-none = No pod behind { $service } is ready ({ $all } in all)

pod-terminating = Ending
pod-ready = Ready
pod-running = Running, { $ready } of { $containers } containers ready
pod-succeeded = Done
pod-pending = Waiting
pod-failed = Failed
pod-unknown = Unknown: its node does not answer
pod-creating = Starting
pod-initializing = Preparing
pod-gated = Held back by a scheduling gate
pod-image = The image cannot be pulled: { $image } ({ $reason })
pod-image-hint = Check that the image and its tag exist and that the cluster may pull it
pod-config = The container cannot be set up: { $message }
pod-config-hint = A Secret, ConfigMap or one of their keys is missing
pod-start = The container cannot be started: { $message } ({ $reason })
pod-start-hint = Look at the image, its command and its volumes
pod-crash = The container ends again and again (exit code { $code })
pod-crash-hint = Look at its log
pod-memory = The container needed more memory than its limit and was ended
pod-memory-hint = Raise the memory limit, or find out why it needs more
pod-deadline = The pod ran longer than it may
pod-error = The container ended with exit code { $code }
pod-unschedulable = No node can take this pod: { $message }
pod-unschedulable-hint = The cluster lacks room, or the pod asks for a node that does not exist
pod-evicted = The cluster removed the pod ({ $reason }): { $message }
pod-evicted-hint = Not a fault of the change; its controller makes a new one
pod-other = { $reason }: { $message }

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

cluster-attempt-connect = connecting to { $server }
cluster-attempt-get = reading { $object }
cluster-attempt-list = listing { $object }
cluster-attempt-watch = watching { $object }
cluster-attempt-create = creating { $object }
cluster-attempt-patch = changing { $object }
cluster-attempt-delete = deleting { $object }
cluster-attempt-ask = asking the server about { $object }

cluster-unauthorized = The cluster does not accept the sign-in ({ $what })
cluster-unauthorized-hint = The token has probably expired. Sign in again as you usually do (for example with oc login), then try again
cluster-forbidden = { $who } may not { $right } ({ $what })
cluster-forbidden-plain = This is not allowed ({ $what })
cluster-forbidden-hint = Ask an administrator of the cluster for this right
cluster-rights-missing = { $who } lacks { $count ->
    [one] a right
   *[other] { $count } rights
} in { $namespace }: { $rights }
cluster-watch-kind = This version does not watch { $kind }
cluster-policy = A rule of the cluster refuses this ({ $what }): { $message }
cluster-policy-hint = This is a quota, a security rule or another policy. Change the manifest, or ask an administrator of the cluster
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
cluster-invalid-hint = Put the named field right
cluster-too-many = The cluster is too busy to answer ({ $what })
cluster-too-many-wait = The cluster is too busy ({ $what }); it asks to wait { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}
cluster-too-many-hint = Wait a little, then try again
cluster-server = The cluster answered with an error of its own, HTTP { $status } ({ $what })
cluster-server-hint = Nothing was done. Try again; if it stays, an administrator of the cluster must look
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
cluster-scale-moved = { $object } has changed since it was shown: { $wanted } pods are wanted now
cluster-job-taken = The name { $job } is taken (made by { $who })
cluster-job-taken-hint = Take that job over, wait for its end, or choose another name
cluster-apply-no-object = Document { $document } has no { $missing }
cluster-apply-unknown-kind = Document { $document }: the cluster does not know the kind { $kind } of { $version }
cluster-apply-other-namespace = Document { $document }: { $object } belongs to the namespace { $namespace }, not to the one of this change
cluster-apply-duplicate = Documents { $first } and { $second } are both { $object }; only one of them can be applied
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

## Outside

## Start screen

## Wizard

## Dialogs
