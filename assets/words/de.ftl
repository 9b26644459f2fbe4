# Jeder Satz auf Deutsch. Reihenfolge und Abschnitte wie in en.ftl, damit man beide nebeneinander lesen kann. Was hier
# fehlt, erscheint auf Englisch; der Test `german_has_every_message_and_no_other` nennt es.
# Stil: kurz, ruhig, genau; nie wird dem Menschen die Schuld gegeben; Schaltflächen sagen die Tat; Sie-Form, sparsam;
# Hinweise im Infinitiv; „…“ und –; Beschriftungen ohne Schlusspunkt.
#
# Ein Wort, eine Bedeutung:
#   procedure      Verfahren            plan            Plan
#   change         Änderung             step            Schritt
#   deed, action   Aktion               verdict         Befund
#   approve        freigeben            proposal        Vorschlag
#   way back       Rückweg              roll back       zurückrollen (Rollback-Plan)
#   take back      zurücknehmen         undo            rückgängig machen
#   hold           ruhen lassen, ruht   take up again   wieder aufnehmen
#   take over      übernehmen           leave           verlassen, abbrechen (abandoned)
#   journal        Journal              record          Protokoll
#   log            Log                  deviation       Abweichung
#   practice       Übung                rehearsal       Probelauf
#   readiness      Bereitschaft         check           Prüfung
#   request        Antrag               ticket          Ticket
#   drift          Drift                evidence        Beleg
#   work tree      Arbeitsverzeichnis   remote          Remote
#   try            Versuch              late            verspätet (nicht: fehlgeschlagen)
#   settings       Einstellungen        protected       geschützt
#   sign-in        Anmeldung            authority (CA)  Zertifizierungsstelle (CA)
# Wie die Fachleute sagen, also englisch: Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, Service,
# Route, Namespace, Node, Cluster, Image, Tag, Digest, Registry, Label, Selector, Quota, Lease, Secret, ConfigMap, Token,
# Webhook, Finalizer, Controller, Operator, Autoscaler, Probe, Rollout, Dry-Run, Commit, Push, Branch, Merge, Upstream,
# Hook, Pull-Request, Workload, Backup, Dump, Exit-Code. Alter wie `3d4h` bleiben, wie kubectl sie druckt.

## Counts

count-pods = { $count ->
    [one] 1 Pod
   *[other] { $count } Pods
}

## Failures (kinds)

failure-person = Das lässt sich hier richtigstellen
failure-world = Cluster, Repository oder Netz haben abgelehnt
failure-moved = Inzwischen hat sich etwas geändert
failure-unknown = Es ist nicht bekannt, ob dies geschehen ist
failure-internal = Changeover hat einen Fehler gemacht

## Action

judge-no-bad-line = Keine Zeile spricht von einem Fehler
judge-bad-line = Das Log sagt: { $line }
judge-line-missing = Dem Log fehlt die Zeile, die den Erfolg meldet ({ $pattern })
judge-line = Das Log sagt: { $line }
judge-equal = { $value }, wie erwartet
judge-differs = Es meldet { $value }, erwartet war { $wanted }
judge-size = { $size }, mindestens { $least } wie erwartet
judge-too-small = Nur { $size }; erwartet sind mindestens { $least }
judge-no-size = „{ $size }“ ist nicht als Größe lesbar
## Observed

verdict-rollout-unseen = { $name }: Der Cluster hat die Änderung noch nicht aufgenommen
verdict-rollout-unseen-hint = Gewöhnlich eine Sache von Sekunden. Bleibt es so, müssen die Betreiber des Clusters nach dessen Controllern sehen
verdict-rollout-paused = { $name } ist pausiert: Es rollt nicht aus, bis jemand es fortsetzt
verdict-rollout-paused-hint = { $kind ->
    [DeploymentConfig] Fortsetzen: oc rollout resume dc/{ $name }, oder paused: false im Manifest
   *[other] Fortsetzen: kubectl rollout resume, oder paused: false im Manifest
}
verdict-rollout-late = { $name } ist verspätet: Es dauert länger als die Frist für den Fortschritt. Der Cluster versucht es weiter
verdict-rollout-late-hint = Die neuen Pods ansehen: Dort steht, worauf sie warten. Ein langsamer erster Start ist kein Fehlschlag
verdict-rollout-trouble = { $name }: { $reason ->
    [FailedCreate] Die Pods können nicht angelegt werden: { $message } (FailedCreate)
    [FailedDelete] Alte Pods können nicht entfernt werden: { $message } (FailedDelete)
    [ReplicaSetCreateError] Es kann kein neues ReplicaSet angelegt werden: { $message } (ReplicaSetCreateError)
    [ReplicationControllerCreateError] Es kann kein neuer ReplicationController angelegt werden: { $message } (ReplicationControllerCreateError)
    [RolloutCancelled] Der Rollout wurde abgebrochen: { $message } (RolloutCancelled)
   *[other] { $reason }: { $message }
}
verdict-rollout-trouble-hint = { $cause ->
    [webhook] Ein Webhook des Clusters lehnt die Pods ab: richtigstellen, was er nennt, oder fragen, wer ihn betreut
    [webhook-silent] Ein Webhook, den der Cluster fragen muss, hat nicht geantwortet. Wer ihn betreut, muss nachsehen, ob er läuft
    [policy] Eine Admission-Policy des Clusters lehnt die Pods ab: richtigstellen, was sie nennt, oder fragen, wer sie betreut
    [unsized] Jedem Container die Requests und Limits geben, die die Meldung nennt
    [quota] Die Quota des Namespace ist aufgebraucht: weniger verlangen, anderes herunterskalieren oder die Quota erhöhen lassen
    [security] Die Sicherheitsregeln des Namespace verbieten solche Pods: den securityContext berichtigen oder einen Administrator des Clusters fragen
    [limits] Die Pods verlangen mehr oder weniger, als die LimitRange des Namespace erlaubt: ihre Requests und Limits ändern
    [account] Den ServiceAccount, den die Pods nennen, gibt es nicht: anlegen oder seinen Namen berichtigen
    [ending] Der Namespace wird gerade gelöscht: Darin kann nichts mehr angelegt werden
   *[other] { $reason ->
        [FailedDelete] Die alten Pods ansehen: Ein Finalizer oder ein Node, der nicht antwortet, kann sie halten
        [RolloutCancelled] Nachsehen, wer ihn abgebrochen hat, dann neu starten (oc rollout latest)
       *[other] Die Meldung nennt, was abgelehnt wird; ist das berichtigt, geht es von selbst weiter
    }
}
verdict-rollout-updating = { $name }: { $have } von { $want } Pods sind neu
verdict-rollout-old = { $name }: { $have ->
    [one] 1 alter Pod endet
   *[other] { $have } alte Pods enden
}
verdict-rollout-available = { $name }: { $have } von { $want } Pods sind bereit
verdict-rollout-available-hint = Die Pods ansehen, die nicht bereit sind: Dort steht, worauf sie warten
verdict-rollout-on-delete = { $name } erneuert seine Pods nur, wenn sie gelöscht werden; sein Rollout lässt sich nicht beurteilen
verdict-rollout-on-delete-hint = Eine neue Vorlage erreicht einen Pod erst, wenn er gelöscht wird. Betreut ein Operator oder Produkt dieses Set, die Reihenfolge ihm überlassen
verdict-config-image = { $name } wartet vor dem ersten Rollout auf ein Image
verdict-config-image-hint = Prüfen, ob es das ImageStreamTag unter seinen Triggern gibt: Fehlt es, wird kein Fehler gemeldet
verdict-config-unbegun = { $name } wurde noch nie ausgerollt
verdict-config-unbegun-hint = Beginnen: oc rollout latest dc/{ $name }
verdict-config-failed = { $name }: Die neueste Version ist fehlgeschlagen; { $have } von { $want } Pods sind bereit
verdict-config-failed-hint = Das Log der Deployer- und Hook-Pods ansehen, berichtigen, was dort steht, dann neu beginnen (oc rollout latest dc/{ $name })
verdict-stop-wanted = { $name } soll noch { $count ->
    [one] 1 Pod
   *[other] { $count } Pods
} haben
verdict-stop-pods = { $count ->
    [one] 1 Pod ist noch da
   *[other] { $count } Pods sind noch da
} ({ $ending } beim Beenden)
verdict-stop-selector = Die Pods von { $name } sind nicht von anderen zu unterscheiden
verdict-stale = Die Verbindung zum Cluster ist unterbrochen; es lässt sich nichts sagen
verdict-job-failed = { $name } ist fehlgeschlagen: { $reason ->
    [BackoffLimitExceeded] Jeder Versuch schlug fehl, weitere folgen nicht (BackoffLimitExceeded)
    [DeadlineExceeded] Er lief länger als erlaubt (DeadlineExceeded)
    [PodFailurePolicy] Seine Failure-Policy hat ihn beendet: { $message } (PodFailurePolicy)
    [MaxFailedIndexesExceeded] Mehr Teile schlugen fehl als erlaubt (MaxFailedIndexesExceeded)
    [FailedIndexes] Einige Teile schlugen fehl (FailedIndexes)
   *[other] { $reason }: { $message }
}
verdict-job-failed-hint = { $reason ->
    [BackoffLimitExceeded] Das Log des letzten Versuchs ansehen; der Job wird nicht von selbst wiederholt, er muss neu angelegt werden
    [DeadlineExceeded] Im Log nachsehen, was so lange dauerte; activeDeadlineSeconds muss vielleicht länger sein
    [PodFailurePolicy] Seine Failure-Policy nennt Exit-Codes, die ihn sofort beenden: das Log des fehlgeschlagenen Pods ansehen
    [MaxFailedIndexesExceeded] Die Logs der fehlgeschlagenen Teile ansehen; die anderen wurden angehalten
    [FailedIndexes] Die Logs der fehlgeschlagenen Teile ansehen; die anderen sind fertig
   *[other] Seine Ereignisse und die Logs seiner Pods ansehen
}
verdict-job-finishing = { $name } wird gerade fertig
verdict-job-suspended = { $name } ist ausgesetzt
verdict-job-pod = { $name } kommt nicht weiter: { $state }
verdict-job-again = { $name } läuft wieder, nach { $count ->
    [one] 1 fehlgeschlagenen Versuch
   *[other] { $count } fehlgeschlagenen Versuchen
}
verdict-job-running = { $name } läuft
verdict-route-service = Den Service { $service } gibt es nicht
verdict-route-service-hint = Den Service anlegen, oder die Route einen nennen lassen, den es gibt
verdict-route-port = Der Service { $service } hat keinen Port { $port }
verdict-route-port-hint = Die Route einen Port nennen lassen, den der Service hat, mit Nummer oder Namen
verdict-route-silent = Ihre Services haben bereite Pods; niemand meldet, ob ein Controller sie übernommen hat
verdict-route-silent-hint = Die Site selbst fragen, ob sie antwortet
verdict-route-none = Der Service { $service } wählt keinen bereiten Pod ({ $all } insgesamt)
verdict-route-none-hint = Die Pods des Service ansehen: Dort steht, worauf sie warten

revisions-newest = { $count } von { $wanted } auf Revision { $revision }
revisions-older = { $count } auf Revision { $revision }

pod-terminating = Endet
pod-disrupted = { $reason ->
    [PreemptionByScheduler] Vom Cluster beendet: Ein wichtigerer Pod braucht den Platz (PreemptionByScheduler)
    [EvictionByEvictionAPI] Vom Cluster beendet: Jemand oder etwas hat darum gebeten, etwa die Wartung eines Node (EvictionByEvictionAPI)
    [DeletionByTaintManager] Vom Cluster beendet: Sein Node hat Pods abgewiesen, oft weil er nicht antwortet (DeletionByTaintManager)
    [DeletionByPodGC] Vom Cluster beendet: Seinen Node gibt es nicht mehr (DeletionByPodGC)
    [TerminationByKubelet] Von seinem Node beendet: Er fährt herunter, oder Speicher oder Platte fehlen (TerminationByKubelet)
   *[other] Vom Cluster beendet ({ $reason })
}
pod-disrupted-hint = Kein Fehler der Änderung; sein Controller legt einen neuen an
pod-ready = Bereit
pod-running = Läuft, { $ready } von { $containers } Containern bereit
pod-succeeded = Fertig
pod-pending = Wartet
pod-failed = Fehlgeschlagen
pod-failed-hint = Seine Ereignisse und sein Log ansehen
pod-unknown = Unbekannt: Sein Node antwortet nicht
pod-unknown-hint = Prüfen, ob der Node läuft. Der Pod bleibt, bis der Node zurückkommt oder entfernt wird
pod-creating = Startet
pod-initializing = Bereitet vor
pod-gated = Durch ein Scheduling-Gate zurückgehalten
pod-gated-hint = Er kommt auf keinen Node, bis das Gate entfernt wird, von dem, der es gesetzt hat; das YAML nennt es unter schedulingGates
pod-image = { $cause ->
    [missing] Das Image gibt es nicht: { $image } ({ $reason })
    [private] Die Registry lässt den Cluster { $image } nicht ziehen ({ $reason })
    [busy] Die Registry nimmt vom Cluster vorerst keine Anfragen mehr an, für { $image } ({ $reason })
    [platform] Das Image { $image } gibt es nicht für den Prozessor des Node ({ $reason })
    [certificate] Der Node vertraut dem Zertifikat der Registry nicht und kann { $image } nicht ziehen ({ $reason })
    [unreachable] Der Node erreicht die Registry von { $image } nicht ({ $reason })
    [never] Das Image { $image } ist nicht auf dem Node, und seine Pull-Policy Never verbietet, es zu ziehen ({ $reason })
    [name] „{ $image }“ ist kein Name eines Image ({ $reason })
    [inspect] Der Node kann das Image { $image }, das er hat, nicht lesen ({ $reason })
    [signature] Dem Image { $image } fehlt die Signatur, die der Node verlangt ({ $reason })
   *[other] Das Image kann nicht gezogen werden: { $image } ({ $reason })
}
pod-image-hint = { $cause ->
    [missing] Name und Tag prüfen, und ob der Build des Image fertig ist
    [private] Den Namen prüfen, und ob der Pod oder sein ServiceAccount ein Pull-Secret nennt, das das Image lesen darf
    [busy] Warten, oder den Cluster sich bei der Registry anmelden lassen; der Node versucht es von selbst wieder
    [platform] Das Image auch für diesen Prozessor bauen, oder den Pod auf anderen Nodes laufen lassen
    [certificate] Die Betreiber der Nodes müssen die Zertifizierungsstelle der Registry aufnehmen
    [unreachable] Den Namen der Registry prüfen, und ob die Nodes sie erreichen; der Node versucht es von selbst wieder
    [never] Das Image auf den Node bringen, oder die Pull-Policy IfNotPresent wählen
    [name] Den Namen des Image im Manifest berichtigen: keine Großbuchstaben, keine Leerzeichen, ein Tag
    [inspect] Die Betreiber der Nodes müssen nach dessen Container-Runtime sehen
    [signature] Das Image signieren, oder fragen, wer die Signaturregeln der Nodes betreut
   *[other] Prüfen, ob es Image und Tag gibt und ob der Cluster sie ziehen darf
}
pod-config = Der Container kann nicht eingerichtet werden: { $message }
pod-config-hint = Ein Secret, eine ConfigMap oder ein Schlüssel darin fehlt: anlegen, oder den Namen im Manifest berichtigen; der Pod startet dann von selbst
pod-start = { $reason ->
    [CreatePodSandboxError] Der Node kann den Pod nicht vorbereiten, oft liegt es am Netz: { $message } ({ $reason })
    [PreStartHookError] Was vor dem Container laufen muss, schlug fehl: { $message } ({ $reason })
    [PostStartHookError] Was gleich nach dem Start des Containers laufen muss, schlug fehl: { $message } ({ $reason })
    [CreateContainerError] Der Node kann den Container nicht anlegen: { $message } ({ $reason })
   *[other] Der Container kann nicht gestartet werden: { $message } ({ $reason })
}
pod-start-hint = { $reason ->
    [CreatePodSandboxError] Die Betreiber der Nodes müssen nach Netz und Container-Runtime sehen; es wird von selbst wieder versucht
    [PreStartHookError] Die Betreiber der Nodes müssen nach dem Node sehen; es wird von selbst wieder versucht
    [PostStartHookError] Den Befehl unter lifecycle.postStart im Manifest und die Ereignisse des Pods ansehen
    [CreateContainerError] Das Image, seinen Befehl und seine Volumes ansehen; ein Container dieses Namens wird vielleicht noch beendet
   *[other] Den Befehl im Manifest ansehen: Das Image hat dieses Programm vielleicht nicht oder darf es nicht ausführen
}
pod-crash = Der Container endet immer wieder (Exit-Code { $code })
pod-crash-hint = { $cause ->
    [unrunnable] Code 126: Sein Programm darf nicht ausgeführt werden. Befehl und Dateirechte des Image ansehen
    [absent] Code 127: Sein Programm gibt es im Image nicht. Den Befehl ansehen
    [killed] Code 137: Er wurde abgebrochen, vom Speicherlimit oder von einer Liveness-Probe. Seine Ereignisse ansehen
    [crashed] Code 139: Das Programm selbst ist abgestürzt. Das Log des Containers davor ansehen
    [told] Code 143: Er wurde beendet, oft von einer Liveness-Probe. Seine Ereignisse ansehen
   *[other] Das Log des Containers davor ansehen: Es sagt, warum er endete
}
pod-memory = Der Container brauchte mehr Speicher als sein Limit und wurde beendet
pod-memory-hint = Das Speicherlimit anheben, oder herausfinden, warum er mehr braucht
pod-deadline = Der Pod lief länger als erlaubt
pod-deadline-hint = Im Log nachsehen, was so lange dauerte, und activeDeadlineSeconds im Manifest ansehen
pod-error = Der Container endete mit Exit-Code { $code }
pod-error-hint = { $cause ->
    [unrunnable] Code 126: Sein Programm darf nicht ausgeführt werden. Befehl und Dateirechte des Image ansehen
    [absent] Code 127: Sein Programm gibt es im Image nicht. Den Befehl ansehen
    [killed] Code 137: Er wurde abgebrochen, vom Speicherlimit oder weil er auf Anweisung nicht endete. Seine Ereignisse ansehen
    [crashed] Code 139: Das Programm selbst ist abgestürzt. Sein Log ansehen
    [told] Code 143: Er wurde beendet. In seinen Ereignissen nachsehen, auf wessen Wunsch
   *[other] Sein Log ansehen
}
pod-unschedulable = Kein Node kann diesen Pod aufnehmen: { $message }
pod-unschedulable-hint = { $cause ->
    [claim] Er wartet auf sein Volume: den PersistentVolumeClaim ansehen, den die Meldung nennt, und dessen Ereignisse
    [room] Den Nodes fehlt Platz: weniger verlangen, anderes herunterskalieren oder warten, bis ein anderer Pod endet
    [volume] Sein Volume liegt auf einem Node oder in einer Zone, die ihn nicht aufnehmen kann: Die Betreiber des Clusters müssen nachsehen
    [apart] Er darf nicht neben einem anderen Pod stehen, und kein anderer Node ist frei: weniger Replicas oder mehr Nodes
    [port] Ein anderer Pod hat den Port des Node, den er verlangt: hostPort weglassen, oder warten, bis der andere endet
    [place] Kein Node hat die Labels, die er verlangt: nodeSelector und affinity im Manifest ansehen
    [taint] Die freien Nodes weisen Pods ab, die ihren Taint nicht tolerieren: Die Betreiber des Clusters müssen nachsehen
   *[other] Dem Cluster fehlt Platz, oder der Pod verlangt einen Node, den es nicht gibt
}
pod-evicted = { $reason ->
    [Evicted] Der Node hat den Pod entfernt, weil ihm Speicher oder Platte ausging (Evicted): { $message }
    [NodeLost] Der Node des Pods ging verloren (NodeLost): { $message }
    [Preempting] Ein wichtigerer Pod braucht den Platz (Preempting): { $message }
    [UnexpectedAdmissionError] Der Node hat den Pod abgelehnt, oft weil ein Gerät fehlt (UnexpectedAdmissionError): { $message }
    [NodeAffinity] Der Node passt nicht mehr zu dem, was der Pod verlangt (NodeAffinity): { $message }
   *[other] Der Cluster hat den Pod entfernt ({ $reason }): { $message }
}
pod-evicted-hint = Kein Fehler der Änderung; sein Controller legt einen neuen an
pod-other = { $reason }: { $message }
pod-other-hint = Seine Ereignisse und sein Log ansehen
pod-unhealthy = Läuft, { $ready } von { $containers } Containern bereit: { $message }
pod-unhealthy-hint = Sein Log ansehen: Das Programm antwortet seiner Probe nicht, oder die Probe fragt an der falschen Stelle

# Was bei einer Warnung zu tun ist; der Schlüssel endet mit dem Grund des Ereignisses in Kleinbuchstaben.
warning-failedmount = Ein Volume kann nicht eingehängt werden: prüfen, ob es Secret, ConfigMap oder Claim aus der Meldung gibt. Es wird von selbst wieder versucht
warning-failedattachvolume = Das Volume hängt noch an einem anderen Node, oder sein Speicher antwortet nicht. Es wird von selbst wieder versucht
warning-failedscheduling = Kein Node nimmt den Pod: Die Meldung nennt, was auf wie vielen Nodes fehlt
warning-failedcreatepodsandbox = Der Node kann den Pod nicht vorbereiten, oft liegt es am Netz: Bleibt es so, müssen die Betreiber der Nodes nachsehen
warning-failedcreate = Die Pods können nicht angelegt werden: Die Meldung nennt die Regel oder das fehlende Objekt
warning-failed = Den Zustand des Pods ansehen: Er nennt die Ursache
warning-backoff = Es schlägt immer wieder fehl, darum wartet der Cluster zwischen den Versuchen: Zustand und Log des Pods ansehen
warning-unhealthy = Eine Probe bekommt keine gute Antwort: beim Start ist das üblich. Bleibt es so, Log und Probe ansehen
warning-probeerror = Die Probe selbst war nicht möglich: ihren Port und Pfad im Manifest ansehen
warning-failedkilling = Der Container kann nicht beendet werden: Die Betreiber der Nodes müssen nachsehen
warning-failedkillpod = Der Pod kann nicht beendet werden: Die Betreiber der Nodes müssen nachsehen
warning-failedpoststarthook = Was gleich nach dem Start laufen muss, schlug fehl: lifecycle.postStart im Manifest ansehen
warning-failedprestophook = Was vor dem Ende laufen muss, schlug fehl; der Container endet trotzdem
warning-networknotready = Das Netz des Node ist nicht bereit: Es wird von selbst wieder versucht
warning-nodenotready = Der Node antwortet nicht: prüfen, ob er läuft. Die Pods eines Deployments entstehen nach einigen Minuten anderswo neu; die eines StatefulSets warten, bis der Node zurück oder entfernt ist
warning-evicted = Dem Node ging Speicher oder Platte aus: Der Controller legt einen neuen Pod an
warning-inspectfailed = Der Name des Image ist nicht brauchbar: im Manifest ansehen
warning-errimageneverpull = Das Image ist nicht auf dem Node, und seine Pull-Policy Never verbietet, es zu ziehen
warning-backofflimitexceeded = Jeder Versuch des Jobs schlug fehl: das Log des letzten ansehen
warning-deadlineexceeded = Der Job lief länger als erlaubt: sein Log und activeDeadlineSeconds ansehen
warning-unexpectedjob = Zu erwarten bei einem Job, der von Hand aus einem CronJob angelegt wurde; nichts zu tun
warning-failedbinding = Der Claim findet kein Volume: seine StorageClass ansehen
warning-provisioningfailed = Für den Claim kann kein Volume angelegt werden: Die Betreiber des Speichers müssen nachsehen
warning-failedgetresourcemetric = Der Autoscaler bekommt keine Zahlen: Der Metrics-Server fehlt vielleicht oder ist neu
warning-failedcomputemetricsreplicas = Der Autoscaler bekommt keine Zahlen: Der Metrics-Server fehlt vielleicht oder ist neu
warning-freediskspacefailed = Dem Node geht die Platte aus: Die Betreiber der Nodes müssen nachsehen
warning-policyviolation = Eine Policy des Clusters nennt, was ihr missfällt: richtigstellen, oder fragen, wer sie betreut
warning-replicasetcreateerror = Es kann kein neues ReplicaSet angelegt werden: Die Meldung nennt die Regel, die es ablehnt

## Manifest

# Was zu einer verarbeiteten Vorlage zu sagen ist.
template-unknown-field = Die Vorlage hat einen Schlüssel { $field }, den das Format nicht kennt; er bewirkt nichts
template-stray-brace = { $parameter } ist { $value }: Eine geschweifte Klammer darin hat kein Gegenstück
template-dollar = { $parameter } ist { $value }: Was dem $ folgt, wird hier durch nichts ersetzt
template-unused = { $parameter } ist angegeben, und nichts in der Vorlage verweist darauf
template-empty = { $parameter } hat keinen Wert: Wo die Vorlage darauf verweist, steht leerer Text
template-unknown-reference = { $object }: {"${"}{ $name }{"}"} nennt keinen Parameter und bleibt, wie es dasteht
template-inner-reference = { $object }: {"${{"}{ $name }{"}}"} steht mitten in anderem Text, wo es nie ersetzt wird
template-generated = { $parameter } wird für diese Änderung erzeugt; der Wert wird nirgends gezeigt und nirgends aufgeschrieben
template-namespace-dropped = { $object }: Der Namespace { $namespace } in der Vorlage zählt nicht, es gilt der dieser Änderung
template-moved = { $object }: in v1 geschrieben, als { $version } genommen
template-label-replaced = { $object }: Das Label { $label } der Vorlage ersetzt sein eigenes
template-left-out = { $object }: { $fields } weggelassen; das schreibt nur der Server

## Procedure

procedure-syntax = Dies ist nicht als YAML lesbar: { $detail }
procedure-syntax-hint = Diese und die Zeile darüber ansehen: Einrückung, Anführungszeichen, Klammern
procedure-empty = Die Datei ist leer
procedure-key-unknown = `{ $key }` ist kein Schlüssel, der hier stehen kann
procedure-word-unknown = `{ $word }` ist kein Wort, das hier stehen kann
procedure-key-missing = `{ $key }` fehlt
procedure-type = Dies ist { $found }, gebraucht wird { $wanted }
procedure-type-quotes = In Anführungszeichen setzen
procedure-value = Dieser Wert passt nicht: { $detail }
procedure-hint-near = Ist `{ $near }` gemeint?
procedure-hint-known = Hier bekannt: { $known }
procedure-hint-none = Hier kann kein Schlüssel stehen
procedure-hint-actions = Die Aktionen sind: { $known }
procedure-fixed = `{ $key }` muss `{ $wanted }` sein
procedure-name = `{ $name }` kann kein Name eines Verfahrens sein: nur Kleinbuchstaben, Ziffern und `-`
procedure-name-file = Das Verfahren heißt `{ $name }` und seine Datei `{ $file }`: Beide müssen dasselbe sagen
procedure-context-pinned = Ein Kontext ist eine persönliche Bezeichnung und kann nicht festgelegt werden
procedure-context-pinned-hint = Stattdessen den Server festlegen: `server` mit `address`, `caFingerprint`
procedure-shipped-pins = Ein Verfahren, das zu Changeover gehört, legt kein `{ $key }` fest
procedure-server-empty = `server` nennt weder `address` noch `caFingerprint`
procedure-list-empty = `{ $key }` enthält nichts
procedure-watch-nothing = Dies nennt keine Objekte: `names` oder `selector` schreiben
procedure-slot-twice = Dieser Platz steht schon in Zeile { $line }
procedure-id = `{ $id }` kann keine Kennung eines Schritts sein: nur Buchstaben, Ziffern, `-` und `_`
procedure-id-twice = Die Kennung `{ $id }` steht schon in Zeile { $line }
procedure-group-apart = Schritte der Gruppe „{ $group }“ folgen nicht aufeinander
procedure-one-of = { $given ->
    [0] Eines davon wird gebraucht: { $names }
   *[other] Nur eines davon kann hier stehen: { $names }
}
procedure-param-name = `{ $name }` kann kein Name eines Parameters sein: erst ein Buchstabe, dann Buchstaben, Ziffern, `-` und `_`
procedure-param-unknown = Kein Parameter heißt `{ $name }`
procedure-param-declare = `{ $name }` unter `params` aufnehmen
procedure-param-unused = Der Parameter `{ $name }` wird nirgends verwendet
procedure-enum-values = Ein `enum` braucht `values`
procedure-values-without-enum = Nur ein `enum` hat `values`
procedure-min-max = `min` ({ $min }) ist größer als `max` ({ $max })
procedure-pattern = Dieses Muster ist nicht brauchbar: { $detail }
procedure-pattern-text-only = Nur Texte haben ein Muster
procedure-secret-default = Ein Geheimnis hat keinen Standardwert: Niemand darf es in einer Datei lesen
procedure-secret-place = Das Geheimnis `{ $name }` kann hier nicht stehen
procedure-secret-place-hint = Ein Geheimnis darf nur in `env` von `tool` stehen
procedure-default = Der Standardwert passt nicht zu den eigenen Regeln: { $problem }
procedure-from-parts = Ein Teil fehlt: `labelsOf` braucht `propose`, `objectsOf` braucht eine Art, `manifest` braucht `object` und `path`, `secret` braucht `key`
procedure-words-missing = Der Schritt sagt nicht, { $key ->
    [what] was er tut: einen Satz als `what` schreiben
   *[other] warum er getan wird: einen Satz als `why` schreiben
}
procedure-action-none = Der Schritt hat keine Aktion
procedure-action-second = Ein Schritt hat eine Aktion: `{ $key }` ist die zweite
procedure-action-second-hint = Einen eigenen Schritt daraus machen; Schritte mit derselben `group` bilden einen Eintrag
procedure-step-unknown = Kein Schritt heißt `{ $step }`
procedure-step-later = Der Schritt `{ $step }` kommt später, hier ist von ihm noch nichts bekannt
procedure-out-unknown = Der Schritt `{ $step }` hat keine Ausgabe `{ $key }`
procedure-capture-unknown = Der Schritt `{ $step }` hält kein `{ $key }` fest
procedure-name-unknown = `{ $name }` ist kein Name, der hier stehen kann
procedure-name-hint = Namen sind: params.NAME, steps.ID.out.KEY, before.ID.KEY, with.NAME.port, run.id, run.user, run.started, run.dir, git.base
procedure-filter-unknown = `{ $filter }` ist kein Filter
procedure-filter-hint = Filter sind: lower, slug, default "text", trunc 20
procedure-placeholder-open = { "`${{`" } wird nicht geschlossen
procedure-effect-claim = Der Autor behauptet, dass es nicht schadet, `{ $id }` noch einmal auszuführen; `{ $key }` gilt von sich aus als einmalig
procedure-effect-claim-hint = Der Dialog sagt das und verlangt mindestens einen Klick
procedure-effect-looser = Die Wirkungsklasse ist lockerer als die von `{ $key }`: Sie kann nur verschärft werden
procedure-second-unasked = Ein Schritt, der von selbst beginnt, kann nicht auf eine zweite Person warten: ihm `confirm: click` geben
procedure-later-forward = `later` gehört zu einem Schritt des Rollbacks
procedure-probe-missing = Ein Schritt, der nicht zweimal laufen darf, braucht eine `probe`
procedure-probe-missing-hint = Sie sagt nach einer Unterbrechung, ob der Schritt getan wurde
procedure-probe-exit = Eine Probe zählt nur mit Exit-Code 0
procedure-probe-done = `doneIf` passt nicht: `exists` oder `gone` für ein Objekt, `stdout` oder `exit: 0` für ein Programm
procedure-confirm-type = `{ $key }` braucht hier ein getipptes Wort: `confirm` mit `type` schreiben
procedure-confirm-click = `{ $key }` braucht mindestens einen Klick
procedure-confirm-word = Was muss getippt werden, um `{ $key }` freizugeben? `confirm` mit `type` schreiben
procedure-expect-place = `{ $source }` kann von `{ $key }` nicht erwartet werden
procedure-expect-placeholder = Ein Muster kann keine Platzhalter enthalten
procedure-expect-group = Das Muster hat keine Gruppe namens `{ $out }`
procedure-expect-equals = `equals` braucht `out`, die Gruppe mit dem Text, der verglichen wird
procedure-temporary-commit = { $file } wird nur vorübergehend bearbeitet und käme mit dieser Bearbeitung in den Commit
procedure-expect-size = `warnBelow` braucht `out`, die Gruppe mit der Größe
procedure-undo-missing = Der Schritt sagt nicht, wie er zurückgenommen wird
procedure-undo-hint = `undo` mit einer Aktion schreiben, oder mit `none` und dem Grund
procedure-undo-reason = `undo` braucht eine Aktion, oder `none` mit dem Grund
procedure-undo-both = `none` steht allein
procedure-plan-unknown = Kein Rollback-Plan heißt `{ $name }`
procedure-rollback-otherwise = `after` braucht `otherwise`: eine der Antworten, die gilt, wenn die Frage nicht gestellt wird
procedure-plan-unused = Keine Antwort startet den Plan `{ $name }`
procedure-empty-field = `{ $field }` ist leer
procedure-object-form = `{ $text }` ist kein Objekt: Art/Name schreiben
procedure-image-tag = `{ $image }` hat weder Tag noch Digest
procedure-job-name-long = Der Name des Jobs kann { $length } Zeichen lang werden, wie in `{ $name }`; möglich sind { $limit }
procedure-edit-nothing = Die Bearbeitung ändert nichts: `set` oder `remove` schreiben
procedure-selector-wide = `{ $selector }` nennt keinen Wert eines Labels und könnte alles treffen
procedure-selector-kinds = Ein Selector braucht `kinds`: was gelöscht werden darf
procedure-exec-in = `{ $text }` ist weder deployment/NAME noch statefulset/NAME
procedure-tool-program = `{ $program }` ist kein Name eines Programms: gebraucht wird ein Name ohne Ordner
procedure-shell = `{ $program }` ist eine Shell: Ein Schritt führt ein Programm mit einer Liste von Argumenten aus
procedure-url = `{ $url }` ist keine Adresse: gebraucht werden https:// oder http:// und ein Host
procedure-url-path = `path` gehört zu `route`; eine Adresse enthält ihren eigenen Pfad
procedure-status = { $status } ist kein HTTP-Status
procedure-one-line = Dies muss eine Zeile sein
procedure-answer-bodyless = `answer` ohne `body`: Auch die Pods von vorher können so antworten
procedure-answer-bodyless-hint = `body` mit dem schreiben, was nur die neuen Pods antworten, etwa ihrer Version
procedure-answer-unknown = `{ $answer }` ist keine der Antworten ({ $answers })
procedure-wait-until = `{ $text }` ist keines von ready, gone, exists
procedure-report-error = Fehler
procedure-report-warning = Warnung
procedure-report-note = Hinweis
procedure-report-fine = { $path } ist brauchbar: { $warnings ->
    [one] 1 Warnung
   *[other] { $warnings } Warnungen
}, { $notes ->
    [one] 1 Hinweis
   *[other] { $notes } Hinweise
}
procedure-report-bad = { $path } ist nicht brauchbar: { $errors ->
    [one] 1 Fehler
   *[other] { $errors } Fehler
}, { $warnings ->
    [one] 1 Warnung
   *[other] { $warnings } Warnungen
}
procedure-field-unknown = Dieses Verfahren hat keinen Parameter `{ $name }`
procedure-field-required = Dies wird gebraucht
procedure-field-int = Gebraucht wird eine ganze Zahl
procedure-field-bool = Gebraucht wird ja oder nein
procedure-field-text = Gebraucht wird ein Text
procedure-field-min = Die kleinste mögliche Zahl ist { $min }
procedure-field-max = Die größte mögliche Zahl ist { $max }
procedure-field-line = Gebraucht wird eine einzige Zeile
procedure-field-hidden = Der Text enthält Zeichen, die man nicht sieht
procedure-field-short = { $min ->
    [one] Mindestens 1 Zeichen wird gebraucht
   *[other] Mindestens { $min } Zeichen werden gebraucht
}
procedure-field-long = { $max ->
    [one] Höchstens 1 Zeichen ist möglich
   *[other] Höchstens { $max } Zeichen sind möglich
}
procedure-field-enum = Eines davon wird gebraucht: { $values }
procedure-field-version = Gebraucht wird eine Version, wie sie im Tag eines Image steht, etwa 1.2.3
procedure-field-image = Gebraucht wird ein Image, etwa registry.example/group/name:1.2.3
procedure-field-pattern = Dies entspricht nicht der Form, die das Verfahren verlangt: { $pattern }

## Plan

plan-unfilled = Ein Wert lässt sich nicht einsetzen: { $problem }
plan-pinned-address = Dieses Verfahren ist für den Server { $wanted } bestimmt; gewählt ist { $is }
plan-pinned-ca = Dieses Verfahren ist für einen Server mit der CA { $wanted } bestimmt; der gewählte hat { $is }
plan-pinned-namespace = Dieses Verfahren ist für den Namespace { $wanted } bestimmt; gewählt ist { $is }
plan-unfit = Der Schritt „{ $step }“ passt mit diesen Werten nicht in seine Form
plan-slot-before = Konfiguration vor der Änderung
plan-slot-after = Konfiguration nach der Änderung
plan-undo-all = { $steps } rückgängig machen
plan-config-set = { $path } von { $object } in { $file } setzen
plan-config-set-variable = { $name } von { $object } in { $file } setzen
plan-config-remove-variable = { $name } aus { $object } in { $file } entfernen
plan-config-remove = { $path } von { $object } in { $file } entfernen
plan-config-apply = { $file } anwenden
plan-config-human = { $what }
plan-config-what = { $title }.
plan-config-secret = { $object }, { $path }: Das sieht nach einem Geheimnis aus, und sein Wert stünde in Plan, Journal und Protokoll
plan-config-secret-hint = In die Datei schreiben, so committen, wie Ihr Team Geheimnisse verwahrt, und „eine Datei anwenden“ wählen.
plan-config-why = Der Antrag verlangt dies zusätzlich zu den Schritten des Verfahrens.
plan-config-no-undo = Was von Hand getan wurde, wird von Hand zurückgenommen

plan-not-carried-out = Diese Version von Changeover kann „{ $action }“ noch nicht ausführen (Schritt { $step })

## Confirm

ask-image-check = Die Registry nach { $count ->
    [one] einem Image
   *[other] { $count } Images
} fragen?
ask-scale = { $name } auf { $replicas } skalieren?
ask-job-create = Job { $job } starten?
ask-job-wait = Job { $job } beobachten?
ask-logs-follow = Log von { $name } mitlesen?
ask-manifest-edit = { $file } ändern?
ask-manifest-apply = { $file } auf den Cluster anwenden?
ask-manifest-restore = { $file } zurücksetzen?
ask-object-delete = Diese Objekte löschen?
ask-exec = Dies in { $in } ausführen?
ask-route-switch = { $route } auf { $to } umstellen?
ask-template = Vorlage { $file } anwenden?
ask-wait = Auf { $object } warten?
ask-http-check = { $url } fragen?
ask-tool = { $program } ausführen?
ask-git-commit = Diese Änderungen committen?
ask-git-push = Zum Remote pushen?
ask-only-looks = Nachsehen, ob gemergt wurde? Es wird nichts gepusht.
ask-git-revert = Commit { $commit } zurücknehmen?
ask-announce = Wurde die Ankündigung verschickt?
ask-manual = { $what }
ask-pause = Die Änderung hier ruhen lassen?

deed-image-check = Images prüfen
deed-scale = Auf { $replicas } skalieren
deed-job-create = Job starten
deed-job-wait = Job beobachten
deed-logs-follow = Log mitlesen
deed-manifest-edit = Datei ändern
deed-manifest-apply = Auf den Cluster anwenden
deed-manifest-restore = Datei zurücksetzen
deed-object-delete = Löschen
deed-exec = Ausführen
deed-route-switch = Route umstellen
deed-template = Vorlage anwenden
deed-wait = Warten
deed-http-check = Site prüfen
deed-tool = Ausführen
deed-git-commit = Committen
deed-git-push = Pushen
deed-only-looks = Auf den Merge prüfen
deed-git-revert = Commit zurücknehmen
deed-announce = Sie wurde verschickt
deed-manual = Antworten
deed-pause = Weitermachen

## Run

run-open-value = „{ $step }“ braucht einen Wert, den ein früherer Schritt nicht geliefert hat: { $name }
run-open-value-hint = Der frühere Schritt wurde wohl übersprungen. Auch diesen mit einem Grund überspringen, oder den früheren in einer neuen Änderung tun.
run-back-section = Rollback-Plan
run-back-nothing = Von dieser Änderung lässt sich nichts zurücknehmen: Noch kein Schritt hat etwas geändert
run-did-not-happen = Es ist nicht geschehen
run-program-stopped = Das Programm hielt an, bevor das Ende dieses Schritts gesehen wurde
run-remove-title = { $object } entfernen
run-remove-what = Löscht { $object }, das „{ $step }“ angelegt hat.
run-undo-title = Zurücknehmen: { $step }
run-undo-what = Nimmt zurück, was der Schritt „{ $step }“ getan hat.
run-undo-why = Damit es ist wie vor der Änderung.
run-at-once-moved = Es ist nicht mehr so, wie vorher zugestimmt wurde: Jemand anders hat es geändert, oder etwas ist zu fragen. Es wurde nichts getan
run-at-once-moved-hint = Ansehen, was jetzt gezeigt wird, und dem im Dialog zustimmen
run-requires = „{ $step }“ setzt voraus, dass „{ $needed }“ erledigt ist
run-requires-hint = Diesen Schritt mit einem Grund überspringen, oder eine neue Änderung beginnen.
run-unfit-action = Der Schritt „{ $step }“ passt nicht in seine Form, sobald seine Werte eingesetzt sind

## Journal

journal-not-made = Das Journal der Änderung kann nicht angelegt werden, darum wird nichts getan
journal-not-made-hint = Die Rechte des Ordners und den Platz auf der Platte prüfen.
journal-locked = Ein anderes Fenster führt diese Änderung aus
journal-locked-by = Ein anderes Fenster führt diese Änderung aus: { $user } auf { $host }, Prozess { $pid }, seit { $since }
journal-locked-hint = Jenes Fenster benutzen, oder es zuerst schließen.
journal-not-written = Das Journal kann nicht geschrieben werden, darum wurde nichts getan
journal-not-written-hint = Platz auf der Platte schaffen, dann erneut versuchen: Die Änderung geht weiter, wo sie steht.
journal-closed = Die Platte hat das Journal nicht bestätigt, darum wird in diesem Fenster nichts mehr getan
journal-closed-hint = Nach der Platte sehen, dann Changeover neu starten.
journal-not-opened = Das Journal der Änderung kann nicht geöffnet werden
journal-not-opened-hint = Die Rechte des Ordners und die Platte prüfen, dann erneut versuchen.
journal-damaged = Das Journal der Änderung ist beschädigt, darum kann sie nicht wieder aufgenommen werden
journal-damaged-hint = Was vor dem Schaden steht, gilt weiter: ihr Protokoll ansehen, dann von Hand oder in einer neuen Änderung abschließen.

## Travel

travel-pick-to = Änderung in eine Datei schreiben
travel-pick-from = Datei einer Änderung wählen
travel-exported = Die Änderung ist in { $file }. Logs und Dumps sind nicht darin, nur ihre Größe und SHA-256.
travel-imported = Die Änderung aus { $file } ist in der Liste; dort wieder aufnehmen
travel-not-read = Die Datei kann nicht gelesen werden, die Änderung bleibt, wo sie ist
travel-not-read-hint = Die Rechte der Datei prüfen, dann erneut versuchen.
travel-not-written = Die Änderung kann dort nicht geschrieben werden
travel-not-written-hint = Die Rechte des Ordners und den Platz auf der Platte prüfen, dann erneut versuchen.
travel-foreign = Diese Datei ist keine Änderung, die dieses Programm geschrieben hat
travel-foreign-hint = Eine Datei wählen, die beim Exportieren einer Änderung entstand, mit einer Version, die nicht neuer ist als diese.
travel-damaged = Diese Datei ist beschädigt oder unvollständig, darum wurde nichts übernommen
travel-damaged-hint = Noch einmal von der Maschine holen, auf der sie entstand.
travel-differs = Diese Maschine hat dieselbe Änderung, und hier ging sie anders weiter
travel-differs-hint = Eine Änderung geht nur an einem Ort weiter. Beide Protokolle vergleichen, und eine mit einer Notiz beenden.
travel-older = Diese Maschine ist mit derselben Änderung weiter als die Datei
travel-older-hint = Mit der Änderung hier weitermachen, oder sie für die andere Maschine exportieren.

## Worker

ready-rights = { $count ->
    [one] Das eine, was diese Änderung braucht, dürfen Sie
   *[other] Alle { $count } Dinge, die diese Änderung braucht, dürfen Sie
}
ready-rights-unknown = Welche Rechte die Objekte von { $file } brauchen, lässt sich nicht sagen: Die Datei lässt sich nicht lesen
ready-right-back-missing = Der Rückweg braucht ein Recht, das Sie nicht haben: { $right }
ready-right-missing = { $who } hat nicht das Recht: { $right }
ready-you = Ihr Benutzer
ready-right-missing-hint = Bei den Administratoren des Clusters um dieses Recht bitten; es wurde nichts gestartet.
ready-group-you = Sie
ready-group-repository = Repository
ready-group-cluster = Cluster
ready-group-around = Was es sonst braucht
ready-topic-plan = Lässt es sich planen?
ready-topic-person = Wer bin ich?
ready-topic-rights = Darf ich alles, was es braucht?
ready-topic-work-tree = Ist das Arbeitsverzeichnis sauber?
ready-topic-upstream = Ist es auf dem Stand seines Upstreams?
ready-topic-procedure = Ist das Verfahren das, das alle haben?
ready-topic-agreement = Ist der Cluster, wie das Repository sagt?
ready-topic-names = Sind die Namen frei?
ready-topic-runs = Endeten seine Jobs letztes Mal gut?
ready-topic-others = Ist sonst niemand daran?
ready-topic-needed = Ist da, worauf Vorlagen und Routes verweisen?
ready-topic-rivals = Macht es niemand rückgängig?
ready-topic-way-back = Ist der Rückweg offen?
ready-topic-images = Sind die Images da?
ready-topic-disk = Ist Platz für das, was behalten wird?
ready-topic-clock = Geht die Uhr richtig?
ready-person = Der Cluster kennt Sie als { $who }; Sie handeln in { $namespace }
ready-person-unknown = Der Cluster sagt nicht, wer Sie sind
ready-person-unknown-hint = Protokolle werden Sie so nennen, wie git es tut. Server ab 1.28 sagen es.
ready-person-other = Der Cluster kennt Sie jetzt als { $who }; beim Verbinden war es { $before }
ready-person-other-hint = Neu verbinden: Protokolle würden die falsche Person nennen.
ready-fact-server = Server: { $value }
ready-fact-context = Kontext: { $value }
ready-fact-namespace = Namespace: { $value }
ready-fact-version = Version: { $value }
ready-fact-groups = Gruppen: { $value }
ready-fact-author = Autor von Commits: { $value }
ready-work-tree = Das Arbeitsverzeichnis ist sauber, wo diese Änderung es berührt
ready-moved = Inzwischen ist { $now } ausgecheckt; vorbereitet wurde diese Änderung auf { $base }
ready-moved-hint = „Neu prüfen“ drücken: Das Repository wird neu gelesen.
ready-edits-elsewhere = { $count ->
    [one] Eine Datei ist bearbeitet und nicht committet. Diese Änderung berührt sie nicht
   *[other] { $count } Dateien sind bearbeitet und nicht committet. Diese Änderung berührt keine davon
}
ready-edits-elsewhere-hint = Sie bleiben, wie sie sind, und kommen in keinen Commit dieser Änderung. Prüfen, ob sie dazugehören.
ready-upstream = Der Branch hat alles, was { $upstream } hat
ready-agreement = { $count ->
    [one] Das Objekt, das diese Änderung anwendet, ist, wie das Repository sagt
   *[other] Alle { $count } Objekte, die diese Änderung anwendet, sind, wie das Repository sagt
}
ready-agreement-held = { $object } hat jemand im Cluster gesetzt und nicht im Repository: Diese Änderung nähme es zurück
ready-agreement-held-hint = Fragen, wer es gesetzt hat, und es ins Repository aufnehmen oder aus dem Cluster entfernen. Der Schritt, der anwendet, fragt noch einmal, Feld für Feld.
ready-agreement-differs = { $count ->
    [one] { $object } weicht in einem Feld vom Repository ab: Diese Änderung setzt es, wie das Repository sagt
   *[other] { $object } weicht in { $count } Feldern vom Repository ab: Diese Änderung setzt sie, wie das Repository sagt
}
ready-agreement-differs-hint = „Repository ↔ Cluster“ auf der Clusterseite zeigt den Unterschied.
ready-agreement-missing = { $object } steht im Repository und nicht im Cluster: Diese Änderung legt es an
ready-agreement-unknown = Ob der Cluster ist, wie das Repository sagt, lässt sich nicht sagen
ready-rivals-none = Es wurde niemand gefunden, der rückgängig machte, was diese Änderung tut
ready-rivals-unknown = Ob jemand rückgängig machte, was diese Änderung an { $object } tut, ließ sich nicht erfragen
ready-rivals-unknown-hint = Neu prüfen; oder weitermachen, wenn Sie wissen, dass nichts es steuert (kein GitOps, kein Operator, kein Autoscaler).
ready-rivals-hint = Für die Zeit der Änderung pausieren, oder die Änderung dort machen, woher es seinen Stand nimmt.
ready-back = Es fehlt nichts, was der Rückweg braucht
ready-back-unknown = Ob alles da ist, was der Rückweg braucht, ließ sich nicht erfragen
ready-back-unknown-hint = Vor dem Start neu prüfen: Ein Rückweg, nach dem nicht gesehen wurde, kann versperrt sein.
ready-run-none = Es ist kein früherer Job von { $name } zum Vergleichen da
ready-run-good = Der letzte Job von { $name } endete gut ({ $at })
ready-run-failed = Der letzte Job von { $name } ({ $job }) schlug fehl ({ $at })
ready-run-failed-hint = Sein Log auf der Clusterseite lesen, bevor diese Änderung einen weiteren startet.
ready-run-unknown = Wie der letzte Job von { $name } endete, ist nicht zu sehen
ready-disk = { $free } sind frei in { $folder }, wo Protokoll und Logs liegen
ready-disk-short = Nur { $free } sind frei in { $folder }, wo Protokoll und Logs liegen
ready-disk-short-hint = Ein großer Dump oder ein großes Log kann das füllen.
ready-disk-low = Nur { $free } sind frei in { $folder }: Ein Dump oder ein langes Log passt vielleicht nicht hinein
ready-disk-low-hint = Platz schaffen; oder weitermachen, wenn bekannt ist, dass diese Änderung wenig behält.
ready-disk-full = Nur { $free } sind frei in { $folder }: Das Journal ließe sich nicht bis zum Ende führen
ready-disk-full-hint = Platz schaffen und neu prüfen.
ready-clock = Die Uhr dieses Rechners geht wie die des Clusters
ready-clock-ahead = Die Uhr dieses Rechners geht gegenüber der des Clusters { $by } vor
ready-clock-ahead-hint = Um so viel werden die Zeiten im Protokoll falsch. Die Uhr über das Netz stellen.
ready-clock-behind = Die Uhr dieses Rechners geht gegenüber der des Clusters { $by } nach
ready-clock-behind-hint = Um so viel werden die Zeiten im Protokoll falsch. Die Uhr über das Netz stellen.
ready-clock-far-ahead = Die Uhr dieses Rechners geht gegenüber der des Clusters { $by } vor: Zertifikate und Tokens werden vielleicht abgelehnt
ready-clock-far-ahead-hint = Die Uhr über das Netz stellen; oder fragen, ob die des Servers falsch geht.
ready-clock-far-behind = Die Uhr dieses Rechners geht gegenüber der des Clusters { $by } nach: Zertifikate und Tokens werden vielleicht abgelehnt
ready-clock-far-behind-hint = Die Uhr über das Netz stellen; oder fragen, ob die des Servers falsch geht.
ready-clock-seen = Unterschied { $seconds } s, sicher auf { $within } s, nach dem Date in der Antwort des Servers
ready-clock-untold = Die Antwort des Servers nennt keine Zeit
ready-clock-unknown = Die Uhr des Servers ist nicht zu sehen
ready-image = { $image } ist da ({ $digest })
ready-image-built = { $image } ist da ({ $digest }), gebaut { $at }
ready-template = { $file } ist eine Vorlage mit { $count ->
    [one] einem Objekt
   *[other] { $count } Objekten
}, und ihre Werte passen
ready-route = { $route } ist da und führt zu { $now }
ready-route-unasked = Ob { $route } sich umstellen lässt, ist nicht zu sehen
ready-route-no-service = Einen Service { $service } gibt es nicht, und kein Schritt davor legt ihn an
ready-route-no-service-hint = Den Namen des Service berichtigen, oder den Service in einem Schritt davor anlegen
ready-file-missing = { $file } ist nicht im Arbeitsverzeichnis des Repositorys
ready-duplicate = { $object } steht zweimal in { $file } (Zeilen { $first } und { $second }): Die zweite Stelle gilt
ready-standing-shipped = Das Verfahren gehört zu Changeover
ready-standing-upstream = Das Verfahren ist das vom Standard-Branch des Upstreams
ready-standing-not-upstream = Das Verfahren ist nicht (oder nicht so) auf dem Standard-Branch des Upstreams
ready-standing-uncommitted = Die Datei des Verfahrens ist nicht committet
ready-standing-changed = Die Datei des Verfahrens wurde geändert, nachdem sie gelesen war
ready-standing-changed-hint = Neu prüfen: Der Plan wird dann aus der Datei gemacht, wie sie jetzt ist.
act-manifest-unreadable = { $file } ist nicht als Manifest lesbar: { $why }

act-setting = { $setting }
act-image-ask = Fragt die Registry nach { $image }
act-images-missing = { $count } Images lassen sich nicht bestätigen
act-http-ask = Fragt { $url } und erwartet Status { $status }
act-http-tries = { $count ->
    [one] Fragt einmal
   *[other] Fragt bis zu { $count }-mal, alle { $every }
}
act-http-try = Versuch { $number } von { $of }: { $answer }
act-http-no-url = Die Prüfung nennt keine Adresse
act-manual-answer = { $answer }
act-manual-no-answer = Die Frage hat keine Antwort
act-manual-given = Antwort: { $answer }
act-manual-bad = Die Antwort war „{ $answer }“
act-manual-bad-hint = Der Sache nachgehen und neu antworten, oder mit einem schriftlichen Grund weitermachen.
act-file-not-text = { $file } ist kein Text in UTF-8
act-edit-already = { $object }: { $path } ist schon { $value }
act-edit-change = { $object }: { $path } (Zeile { $line }) wechselt von { $before } zu { $after }
act-edit-rest = { $count ->
    [one] Sonst ändert sich in { $file } nichts
   *[other] Sonst ändert sich in { $file } nichts; Kommentare und Zeilenenden bleiben
}
act-edit-already-commit = { $file } hat dies schon, seit Commit { $commit } „{ $summary }“ von { $author }, { $at }. Es wird nichts geschrieben
act-edit-already-at-least = { $file } hat dies schon, spätestens seit Commit { $commit } „{ $summary }“ von { $author }, { $at }. Es wird nichts geschrieben
act-edit-already-uncommitted = { $file } hat dies im Arbeitsverzeichnis schon, noch nicht committet. Es wird nichts geschrieben
act-edit-written = { $file } ist geschrieben und liest sich wie geplant
act-edit-refused = { $file } kann nicht bearbeitet werden: { $why }
act-edit-refused-hint = Die Datei im Repository ansehen, sie dort berichtigen, dann neu nachsehen.
act-edit-lost = { $file } sagt nicht mehr, was diese Änderung gesetzt hat: { $path } von { $object } ist nicht, wie es hinterlassen wurde
act-edit-lost-hint = Die Datei wieder richtigstellen, dann neu nachsehen. Vorher wird nichts angewendet.
act-restore-nothing = { $file } ist, wie Commit { $commit } sie hat. Es wird nichts geschrieben
act-restore-taken-back = Was diese Änderung in { $file } schrieb, ist schon zurückgenommen; andere Bearbeitungen sind, wie sie sind. Es wird nichts geschrieben
act-restore-absent = { $file } ist nicht da, wie in Commit { $commit }. Es wird nichts geschrieben
act-restore-exact = { $file } bekommt genau die Bytes von Commit { $commit }
act-restore-ours = Was diese Änderung in { $file } schrieb, geht auf den Stand von Commit { $commit } zurück
act-restore-others-stay = Andere Bearbeitungen in { $file } bleiben, wie sie sind
act-restore-others = { $file }: andere Bearbeitungen seither
act-restore-change-wrote = { $file }: was diese Änderung schrieb
act-restore-again = { $file } ist nicht da; sie kommt zurück, wie Commit { $commit } sie hat
act-restore-remove = { $file } entfernen: Commit { $commit } hat sie nicht
act-restore-conflict = Jemand hat dieselben Zeilen von { $file } bearbeitet, die diese Änderung schrieb
act-restore-not-known = Welche Zeilen von { $file } diese Änderung schrieb, ist von anderen Bearbeitungen nicht zu unterscheiden
act-restore-wholly = { $file } ganz aus Commit { $commit } nehmen, auch andere Bearbeitungen; eine Kopie des jetzigen Stands bleibt bei der Änderung
act-restore-leave = Um sie zu lassen, wie sie ist, diesen Schritt überspringen
act-restore-kept = { $file }, wie sie war, ist als { $name } im Ordner der Änderung aufbewahrt
act-restore-not-kept = Von { $file } konnte keine Kopie aufbewahrt werden, darum wurde nichts geschrieben
act-restore-done = { $file } ist wie geplant zurück, aus Commit { $commit }
act-restore-removed = { $file } ist entfernt, wie in Commit { $commit }
act-commit-file = { $file } kommt in den Commit
act-commit-others = { $count ->
    [one] Eine andere geänderte Datei bleibt, wie sie ist
   *[other] { $count } andere geänderte Dateien bleiben, wie sie sind
}
act-commit-author = Autor: { $author }
act-commit-program = Git führt { $program } aus (genannt von { $place })
act-commit-nothing = Es gibt nichts zu committen: { $commit } „{ $summary }“ hat es schon
act-commit-made = Commit { $commit } „{ $summary }“
act-commit-also = Ein Hook hat auch { $file } in den Commit aufgenommen
act-commit-otherwise = Ein Hook hat geändert, was der Commit von { $file } enthält
act-commit-edited = Ein Hook hat { $file } im Arbeitsverzeichnis geändert
act-commit-other-edit = Eine andere Ihrer Bearbeitungen, { $file }, ist nicht mehr, wie sie war
act-commit-message = Ein Hook hat die Nachricht geändert
act-commit-parent = Ein anderer Commit, { $commit }, kam dazwischen
act-push-nothing = { $upstream } hat schon alles. Es wird nichts gesendet
act-push-out = { $commit } „{ $summary }“ geht an { $upstream }
act-push-several = { $count } Commits gehen hinaus, nicht nur die dieser Änderung
act-push-in = Neu auf dem Remote: { $commit } „{ $summary }“ von { $author }; er berührt die Dateien dieser Änderung nicht
act-push-in-touches = Neu auf dem Remote: { $commit } „{ $summary }“ von { $author }; er berührt die Dateien dieser Änderung
act-push-theirs = { $file }: was sich auf dem Remote geändert hat
act-push-ours = { $file }: was unser Commit geändert hat
act-push-look-again = Unser Commit steht nun als { $commit } auf den neuen. Sie berühren dieselben Dateien, darum wird der Push noch einmal gezeigt; gesendet wurde noch nichts
act-push-cluster-same = Der Cluster hat, was { $file } sagt
act-push-cluster-differs = { $count ->
    [one] { $names } auf dem Cluster ist nicht, wie { $file } sagt
   *[other] { $count } Objekte auf dem Cluster sind nicht, wie { $file } sagt: { $names }
}
act-push-cluster-unknown = Ob der Cluster hat, was { $file } sagt, ließ sich nicht fragen: { $why }
act-other-branch = Inzwischen ist { $now } ausgecheckt; vorbereitet wurde diese Änderung auf { $branch }
act-other-branch-hint = Es wurde nichts getan. Mit git zu { $branch } zurückwechseln und neu nachsehen; vor dem Start bereitet „Neu prüfen“ die Änderung auf dem vor, was ausgecheckt ist.
act-other-author = Inzwischen nennt git { $now } als Autor, und gezeigt wurde { $was }
act-other-author-hint = Es wurde nichts getan. Neu nachsehen und neu entscheiden; vor dem Start „Neu prüfen“ drücken.
act-push-many = Der Remote ist weitergegangen, und { $count } Commits müssten darauf verschoben werden
act-push-many-hint = Den Branch mit git in Ordnung bringen, dann neu nachsehen. Der Commit dieser Änderung bleibt.
act-push-rebase = { $count ->
    [one] Unseren Commit auf den neuen setzen, dann pushen
   *[other] Unseren Commit auf die { $count } neuen setzen, dann pushen
}
act-push-rebase-touches = { $count ->
    [one] Ich habe beide Seiten angesehen. Unseren Commit auf den neuen setzen und den Push noch einmal zeigen
   *[other] Ich habe beide Seiten angesehen. Unseren Commit auf die { $count } neuen setzen und den Push noch einmal zeigen
}
act-push-rebased = Unser Commit ist jetzt { $commit } (er war { $was })
act-push-merged = { $file } enthält nun die Änderungen beider Seiten: neu anwenden, wenn sie auf den Cluster gehören
act-push-done = { $commit } ist auf { $branch } gepusht
act-push-verified = Der Remote wurde danach gefragt und hat ihn
act-push-moved-since = Der Remote hat ihn angenommen und ist seither bei { $commit }
act-push-no-answer = Der Remote hat ihn angenommen; danach gefragt, antwortete er nicht: { $words }
act-push-words = Der Remote sagte: { $words }
act-probe-not-so = Dem ist nicht so: Neu nachgesehen, gibt es noch etwas zu tun
act-probe-cannot-tell = Nichts Lesbares sagt, ob es geschehen ist
act-push-landed = { $upstream } hat ihn als { $commit } „{ $summary }“ von { $author }. Es wird nichts gesendet
act-push-landed-here = Der Branch hier führt ihn noch unter eigener Kennung; git pull --rebase bringt beide zusammen
act-push-where = Wohin die Commits gehen
act-push-where-branch = Auf { $upstream } selbst
act-push-where-own = Auf einen eigenen Branch, für einen Pull-Request
act-push-where-look = Nachsehen, ob { $upstream } ihn inzwischen hat
act-push-own-taken = Auf dem Remote gibt es schon einen Branch { $branch }, mit Commit { $commit }, der nicht hier ist: Er wird nicht benutzt
act-push-waits = Er ist auf { $branch } und noch nicht auf { $upstream }
act-push-open = Die Änderung bleibt offen: { $branch } ist gepusht, und { $upstream } hat ihn noch nicht. Wenn der Pull-Request gemergt ist, neu nachsehen
act-push-has-it = { $upstream } hat ihn
act-push-page = Pull-Request öffnen: { $page }
act-push-no-page = Auf der Seite des Remotes einen Pull-Request von { $branch } öffnen
act-push-protected-hint = Der Branch scheint geschützt zu sein. Neu nachsehen und einen Branch dieser Änderung wählen, für einen Pull-Request. Der lokale Commit bleibt.
act-probe-commit = Der Branch hat { $commit } „{ $summary }“ von { $author } mit der Zeile dieser Änderung
act-probe-no-commit = Der Branch hat keinen Commit dieses Versuchs
act-revert-not-asked = Der Remote ließ sich nicht fragen, was dort neu ist: { $why }
act-revert-already = { $commit } „{ $summary }“ ist schon zurückgenommen durch { $by } von { $author }. Es wird nichts getan
act-revert-gone = Von { $commit } „{ $summary }“ steht nichts mehr in den Dateien. Es wird nichts getan
act-revert-not-there = Der Branch hat keinen Commit dieser Änderung. Es wird nichts getan
act-revert-joins = { $commit } „{ $summary }“ verbindet zwei Branches; welche Seite bleibt, müssen Sie entscheiden
act-revert-by-hand = Es wurde nichts geändert. Mit git lösen (git revert { $commit }), dann neu nachsehen.
act-revert-commit = { $commit } „{ $summary }“ von { $author } wird zurückgenommen
act-revert-not-ours = { $commit } stammt nicht von dieser Änderung, sondern von { $author }
act-revert-foreign = { $commit } „{ $summary }“ von { $author } zurücknehmen, der nicht von dieser Änderung stammt
act-revert-forward = { $count ->
    [one] { $branch } übernimmt zuerst einen neuen Commit des Remotes
   *[other] { $branch } übernimmt zuerst { $count } neue Commits des Remotes
}
act-revert-later = { $commit } „{ $summary }“ von { $author } hat seither dieselben Dateien berührt; seine Zeilen bleiben
act-revert-own-branch = Der Commit ist auf dem Remote im Branch dieser Änderung: auch dessen Pull-Request schließen
act-revert-file = { $file }: Nur die Zeilen jenes Commits gehen zurück
act-revert-file-goes = { $file } verschwindet: Jener Commit hat sie gebracht
act-revert-file-comes = { $file } kommt zurück: Jener Commit hat sie entfernt
act-revert-conflict-in = { $file }: Jemand hat seither dieselben Zeilen geändert
act-revert-since = { $file }: was sich seither geändert hat
act-revert-conflict = { $count ->
    [one] Dieselben Zeilen von { $file } wurden seither geändert, darum kann der Commit nicht von selbst zurückgenommen werden
   *[other] Dieselben Zeilen von { $count } Dateien wurden seither geändert, darunter { $file }, darum kann der Commit nicht von selbst zurückgenommen werden
}
act-revert-how = Wie er zurückgenommen wird
act-revert-how-revert = Durch einen neuen Commit, der die Zeilen zurücknimmt
act-revert-how-undo = Indem der Commit entfernt wird: Niemand hat ihn gesehen, und er verschwindet aus dem Branch
act-revert-made = Commit { $commit } „{ $summary }“ nimmt { $reverts } zurück
act-revert-undone = { $commit } „{ $summary }“ ist entfernt: { $branch } ist wieder bei { $parent }
act-revert-probe-undone = { $commit } ist nicht mehr im Branch
act-revert-probe-still = { $commit } ist noch im Branch
act-scale-now = { $name } ist jetzt auf { $now } Pods gesetzt
act-job-not-there = Es gibt keinen Job { $job }
act-pause-reason = Die Änderung wartet: { $reason }
act-pause-hold = Das Programm kann inzwischen geschlossen werden; die Änderung auf der Startseite wieder aufnehmen
act-capture-not-written = Was jetzt läuft, ließ sich nicht festhalten, und ohne das könnte der Schritt nicht zurückgenommen werden
act-capture-not-read = Was vor dieser Änderung lief, ist in { $file } festgehalten und nicht lesbar
act-capture-not-read-hint = Es bleibt auf der Maschine, auf der die Änderung begann: dorthin zurückgehen, oder die Objekte von Hand zurücknehmen.
act-capture-left-out = Für den Rückweg nicht festgehalten, weil sie Geheimnisse enthalten: { $names }
act-scale-moved-meanwhile = Es ist jetzt auf { $now } gesetzt: weder, was diese Änderung setzte ({ $set }), noch, was es vorher war ({ $before }). Ein Autoscaler, eine andere Person oder ein Apply hat es inzwischen gesetzt
act-scale-change = { $object }: Replicas { $before } → { $after }
act-scale-stop = { $count ->
    [one] Ein Pod endet. Der Schritt ist getan, wenn er wirklich weg ist (nach { $limit } gilt es als verspätet)
   *[other] { $count } Pods enden. Der Schritt ist getan, wenn sie wirklich weg sind (nach { $limit } gilt es als verspätet)
}
act-scale-affected = Von da an erreicht niemand { $name }, bis es wieder gestartet wird
act-scale-set = { $name } ist auf { $replicas } gesetzt
act-scale-gone = Kein Pod ist mehr da ({ $secs } s)
act-scale-late = { $count ->
    [one] Ein Pod ist nach { $limit } noch da
   *[other] { $count } Pods sind nach { $limit } noch da
}
act-scale-late-hint = Erneut versuchen, um weiter zu warten. Ein Pod, der noch da ist, schreibt vielleicht noch in die Datenbank.
act-scale-up-again = Jemand hat { $name } auf { $now } gesetzt, während es angehalten wurde
act-scale-no-target = Der Schritt nennt keinen Workload, oder mehrere
act-scale-set-by = Zuletzt gesetzt von { $manager } um { $at }, wie der Server es führt: von jenem Programm, nicht von dieser Änderung. Wer es benutzte, führt der Server nicht
act-scale-set-by-nobody = Der Server führt nicht, wer es gesetzt hat und wann
act-scale-set-by-autoscaler = Zuletzt gesetzt von { $manager } um { $at }, wie ein Autoscaler es tut
act-scale-moved = { $name } wurde inzwischen geändert: Es ist jetzt auf { $now } gesetzt
act-apply-not-at = { $file } gibt es im Commit { $commit } nicht
act-apply-create = { $count ->
    [one] Ein Objekt wird angelegt: { $names }
   *[other] { $count } Objekte werden angelegt: { $names }
}
act-apply-change = { $count ->
    [one] Ein Objekt ändert sich: { $names }
   *[other] { $count } Objekte ändern sich: { $names }
}
act-apply-same = { $count ->
    [one] Ein Objekt bleibt, wie es ist: { $names }
   *[other] { $count } Objekte bleiben, wie sie sind: { $names }
}
act-apply-unchanged = { $count ->
    [one] Ein Objekt war schon so
   *[other] { $count } Objekte waren schon so
}
act-apply-removed = { $object }: { $field } entfällt, weil es nicht mehr in der Datei steht
act-apply-warning = { $object }: Der Server warnt: { $words }
act-apply-ours = { $object }: Die Werte der Datei gelten weiter, wo unser eigenes Skalieren oder ein früheres Apply sie schrieb ({ $fields })
act-apply-by-hand = { $object }: { $field } wurde von { $manager } um { $at } auf { $live } gesetzt; die Datei sagt { $file }
act-apply-by-hand-undated = { $object }: { $field } wurde von { $manager } auf { $live } gesetzt; die Datei sagt { $file }
act-apply-controller = { $object }: { $field } wird von { $manager } gesteuert ({ $live }); die Datei sagt { $file }
act-apply-overwrite = { $field } von { $object } überschreiben, gesetzt von { $manager }
act-apply-wait = Wartet dann, bis die neuen Pods bereit sind; nach { $limit } gilt der Rollout als verspätet, nicht als fehlgeschlagen
act-wait-try = { $pod } endete mit Exit-Code { $code } ({ $reason })
act-apply-late = Es dauerte länger als vereinbart; das ist kein Fehlschlag
act-apply-not-ready-hint = Die Pods rechts ansehen: Dort steht, worauf sie warten.
act-apply-file-moved = { $file } wurde inzwischen geändert
act-job-free = Der Name { $job } ist frei
act-job-ours = Diese Änderung hat den Job { $job } schon angelegt
act-job-make = Legt den Job { $job } aus dem CronJob { $cron } an, wie kubectl create job --from es tut
act-job-taken = Es gibt schon einen Job { $job }: { $state }, angelegt von { $who } um { $at }
act-job-state-running = läuft
act-job-state-finishing = ist kurz vor dem Ende
act-job-state-suspended = ausgesetzt
act-job-state-complete = abgeschlossen
act-job-state-failed = fehlgeschlagen
act-job-choose-suffix = Stattdessen { $job } starten
act-job-choose-adopt = Den vorhandenen { $job } verwenden
act-job-no-name = Kein freier Name wie { $job } wurde gefunden
act-job-made = Der Job { $job } ist angelegt
act-job-found-again = Die Antwort ging verloren; nach dem Job { $job } wurde gesehen, er ist da, angelegt von dieser Änderung
act-job-warning = Der Server warnt: { $words }
act-job-adopted = Der vorhandene Job { $job } wird verwendet
act-no-longer-so = { $step }: Das ist nicht mehr so und wurde neu gelesen
act-job-template-moved = Der CronJob { $cron } wurde inzwischen geändert: Es würde ein anderer Job als der gezeigte
act-job-moved = Der Job { $job } ist nicht mehr der gezeigte
act-apply-job-same = { $object } ist mit demselben Inhalt schon da: Anwenden würde nichts starten
act-apply-job-there = { $object } ist schon da: Anwenden würde ihn nicht noch einmal starten
act-apply-job-ending = { $object } wird gerade gelöscht und ist noch nicht weg
act-apply-job-differs = { $object } ist mit anderem Inhalt schon da, und der lässt sich in einem Job nicht ändern
act-apply-job-hint = Den vorhandenen Job ansehen. Wird er nicht mehr gebraucht, ihn löschen, dann neu nachsehen
act-template-unreadable = { $file }: { $why }
act-template-unreadable-hint = Eine Datei enthält eine OpenShift-Vorlage (Template) und sonst nichts. Die Datei berichtigen oder eine andere nennen.
act-template-unfit = Die Werte passen nicht zur Vorlage { $file }: { $why }
act-template-unfit-hint = Die Werte im Verfahren oder im Formular berichtigen; es wurde nichts gesendet.
act-template-value = { $name } = { $value }
act-template-agree = Das ist so gemeint: { $note }
act-template-kept = { $parameter } behält den Wert, der in Gebrauch ist; es wird kein neuer erzeugt
act-template-anew = { $parameter } bekommt einen neuen Wert, weil der in Gebrauch nicht zu finden ist: Was mit dem alten eingerichtet wurde, geht dann vielleicht nicht mehr
act-template-foreign = { $object } ist schon da und nicht von dieser Änderung angelegt: Es würde überschrieben
act-template-of-change = { $object } hat die Änderung { $change } angelegt, nicht diese: Es würde überschrieben
act-template-overwrite = { $object } überschreiben, das nicht diese Änderung angelegt hat
act-template-message = Die Vorlage sagt: { $message }
act-template-open-secret = { $names }: Die Vorlage { $file } setzt es ein, wo ein Geheimnis steht, und das Verfahren gibt den Wert an; er stünde in Plan, Journal und Protokoll
act-template-open-secret-hint = Es aus den params des Verfahrens weglassen, damit die Vorlage es erzeugt, oder die Vorlage auf ein Secret verweisen lassen, das es gibt; es wurde nichts gesendet.
act-template-needs-there = { $count ->
    [one] Das Eine, worauf die Objekte verweisen, ist da
   *[other] Alles, worauf die Objekte verweisen, ist da ({ $count })
}
act-template-no-object = { $kind } { $name } gibt es in { $namespace } nicht; { $by } braucht es
act-template-no-object-hint = Erst anlegen, oder in der Vorlage berichtigen, worauf es verweist; dann neu prüfen.
act-template-no-key = { $kind } { $name } in { $namespace } hat keinen Schlüssel { $key }; { $by } braucht ihn
act-template-no-key-hint = Den Schlüssel ergänzen, oder in der Vorlage berichtigen, worauf es verweist; dann neu prüfen.
act-template-no-tag = Der Image-Stream { $name } in { $namespace } hat kein Tag { $key }: { $by } bliebe bei Version 0 und startete nichts
act-template-no-tag-hint = Das Image unter diesem Tag hineinstellen, oder das Tag in der Vorlage berichtigen; dann neu prüfen.
act-template-unseen = { $kind } { $name } in { $namespace } ist nicht zu sehen; { $by } braucht es
act-template-unseen-hint = Wer es sehen darf, kann sagen, ob es da ist.
act-route-missing = Eine Route { $route } gibt es in { $namespace } nicht
act-route-missing-hint = Nachsehen, ob Name und Namespace stimmen. Umstellen lassen sich nur Routes von OpenShift (route.openshift.io)
act-route-no-name = „{ $to }“ kann kein Name eines Service sein
act-route-no-name-hint = `to` im Schritt berichtigen: Ein Service heißt mit Kleinbuchstaben, Ziffern und Bindestrichen
act-route-so = { $route } führt schon zu { $to }
act-route-change = { $route } führt zu { $to } statt zu { $from }
act-route-address = Anfragen an { $address }: Name, Pfad und TLS bleiben, wie sie sind
act-route-behind = Hinter { $service }: { $ready } von { $all } Pods bereit. { $pods }
act-route-behind-now = Hinter { $service }, jetzt: { $ready } von { $all } Pods bereit. { $pods }
act-route-behind-then = Hinter { $service }, dann: { $ready } von { $all } Pods bereit. { $pods }
act-route-will-ask = Danach wird { $url } gefragt, bis es mit { $status } antwortet, wie das Verfahren es will
act-route-will-see = Danach wird { $url } einmal gefragt, wenn es von hier zu erreichen ist; was richtig ist, sagt das Verfahren nicht
act-route-affected = Alle, die { $address } von da an fragen
act-route-alternates = Weitere Services teilen sich die Anfragen: { $names }. Was aus ihnen wird, sagt das Verfahren nicht
act-route-alternates-hint = Sie erst aus der Route nehmen; oder, wenn sie ihren Anteil behalten sollen, alternateBackends: keep in den Schritt schreiben
act-route-alternates-keep = Weitere Services behalten ihren Anteil an den Anfragen: { $names }
act-route-other = { $route } führt zu { $now }, und das Verfahren erwartet { $expected }
act-route-other-hint = Herausfinden, wer die Route geändert hat und warum. Es wurde nichts gesendet
act-route-weightless = { $route } gibt ihrem Service das Gewicht 0: Keine Anfrage käme an
act-route-weightless-hint = Erst spec.to ein Gewicht über 0 geben
act-route-unready = Anfragen erreichten keinen Pod hinter { $service }: { $why }
act-route-unready-hint = Die Pods des Service ansehen und warten, bis einer bereit ist, dann neu nachsehen. Bis dahin bleibt die Route, wie sie ist
act-route-moved-meanwhile = { $route } führt zu { $now }, wohin weder diese Änderung ({ $set }) noch der Stand davor sie geführt hat: Jemand anders hat sie geändert
act-route-moved-meanwhile-hint = Herausfinden, wer sie dorthin geführt hat und warum, bevor sie anderswohin geführt wird
act-route-nevertheless = Ich weiß das, und es soll trotzdem geschehen: { $why }
act-route-inverse = Schon jetzt zustimmen, dass ein Klick { $route } zu { $to } zurückführt
act-route-switched = { $route } führt zu { $to }
act-route-rest-same = Alles andere in der Route ist wie zuvor
act-route-rest-moved = Anderes in der Route hat zur selben Zeit jemand anders geändert
act-route-reached = { $ready ->
    [one] Ein Pod hinter { $service } ist bereit
   *[other] { $ready } Pods hinter { $service } sind bereit
}
act-route-not-kept = { $route } führt gleich nach dem Umstellen zu { $now }: Jemand anders hat sie geändert
act-route-not-kept-hint = Herausfinden, wer sie dorthin führt, oft GitOps oder eine andere Änderung, und sich absprechen; dann neu nachsehen
act-route-moved = { $route } wurde seit dem Zeigen geändert; sie führt zu { $now }
act-route-moved-hint = Es wurde nichts gesendet. Neu nachsehen: Der Schritt wird so gezeigt, wie die Route jetzt ist
act-route-now = { $route } führt zu { $now }
act-route-replaced = { $route } ist inzwischen ein anderes Objekt; sie führt zu { $now }
act-route-no-host = { $route } hat keinen einzelnen Namen, den man fragen könnte
act-route-no-host-hint = Der Route einen einzelnen Host geben (spec.host), oder `answer` aus dem Schritt nehmen und die Site selbst ansehen
act-route-answer = { $url } antwortet mit Status { $status }
act-route-answer-hint = Die Route führt zum neuen Service, und ihr Name antwortet nicht wie gewollt. Sie zurückführen, oder die neuen Pods ansehen
act-route-unasked = { $url } lässt sich von hier nicht fragen: { $why }
act-route-late = keine Antwort innerhalb von 5 Sekunden
act-route-which = Welche Pods geantwortet haben, ist nicht bekannt: Das Verfahren nennt kein `body`, an dem die neuen zu erkennen sind
act-apply-probe-same = Der Cluster hat, was { $file } sagt
act-apply-probe-differs = Der Cluster hat nicht alles; noch anders: { $names }
act-probe-unfit = Die Frage des Verfahrens nach dem Stand lässt sich nicht stellen
act-probe-says-done = Nach dem Stand gefragt: Es ist erledigt
act-probe-says-not = Nach dem Stand gefragt: Es ist nicht erledigt
act-probe-failed = Nach dem Stand gefragt: Die Frage selbst schlug mit Exit-Code { $code } fehl
act-probe-lost = Nach dem Stand gefragt: Es kam keine Antwort. { $message }
act-probe-there = { $object } ist da
act-probe-gone = { $object } ist nicht da
act-exec-runs = Führt { $program } in { $pod } aus, Container { $container }. Nach { $limit } ohne Ende wird nicht mehr darauf gewartet
act-exec-beside = Andere Pods desselben Workloads sind nicht bereit oder enden gerade: { $pods }
act-exec-seen = Jetzt gesehen: { $line }
act-exec-no-workload = { $text } nennt weder Deployment noch StatefulSet
act-exec-moved = { $pod } ist ein anderer Pod als der gezeigte
act-exec-ended = { $program } endete mit Exit-Code 0
act-exec-says = Es sagt: { $line }
act-exec-cut = Es schrieb mehr, als aufbewahrt wird; was über das erste Mebibyte hinausgeht, wurde nicht beurteilt
act-exec-not-good = { $program } endete mit Exit-Code 0, doch was es sagt, besteht die Prüfung nicht
act-exec-not-so = { $program } endete mit Exit-Code 0, doch neu nachgesehen ist es nicht so
act-exec-failed = { $program } schlug mit Exit-Code { $code } fehl
act-exec-code-missing-hint = Das Programm ist nicht im Container oder darf dort nicht ausgeführt werden
act-exec-code-killed-hint = Das Programm wurde von außen beendet; was es bis dahin tat, bleibt. Nachsehen, bevor Sie es wiederholen
act-exec-not-started = { $program } konnte in { $pod } nicht gestartet werden
act-exec-lost = { $program } wurde in { $pod } gestartet, und sein Ende wurde nicht gemeldet: Was es tat, ist nicht bekannt
act-exec-late = { $program } endete nicht rechtzeitig. Es läuft vielleicht noch in { $pod }
act-exec-stopped = Auf { $program } wird nicht mehr gewartet. Es läuft vielleicht noch in { $pod }
act-exec-unknown-hint = Nach dem Stand fragen, bevor Sie es wiederholen. Das Programm läuft im Pod weiter, bis es von selbst endet
act-exec-may-run = Falls das Programm im Pod noch läuft, kann sich dies ändern
act-delete-ours = { $object } wird gelöscht. Diese Änderung hat es angelegt ({ $step }, { $at })
act-delete-other-change = { $object } wird gelöscht. Eine andere Änderung hat es angelegt ({ $change }, { $at })
act-delete-by-others = { $object } wird gelöscht. Changeover hat es nicht angelegt ({ $at })
act-delete-more = { $count ->
    [one] Ein weiteres Objekt wird gelöscht
   *[other] { $count } weitere Objekte werden gelöscht
}
act-delete-running = { $object } läuft noch; seine Pods werden mit beendet
act-delete-data = { $object } enthält Daten, die damit endgültig verloren sein können
act-delete-ending = { $object } wird schon gelöscht und ist noch da
act-delete-still = { $object } ist da
act-delete-unread = Was es von diesen Arten gibt, lässt sich mit Ihren Rechten nicht auflisten: { $kinds }
act-delete-no-object = Es gibt kein { $object }
act-delete-none = Nichts trägt die Labels { $selector }
act-delete-none-made = Es gibt nichts mehr, was der Schritt { $step } angelegt hat
act-delete-unfit = { $text } sagt nicht, was gelöscht werden soll
act-delete-gone = { $object } ist weg
act-delete-late = { $count ->
    [one] Ein Objekt wurde gelöscht und ist noch da
   *[other] { $count } Objekte wurden gelöscht und sind noch da
}
act-delete-late-hint = Die Liste sagt, was jedes von ihnen hält. Neu nachsehen, wenn das losgelassen hat
act-newest-unfit = { $cron } ist kein Name eines CronJobs
act-newest-good = Der neueste Lauf von { $cron } ist der dieser Änderung
act-newest-ours-gone = Der Lauf von { $cron }, den der Schritt { $step } angelegt hat, ist nicht mehr im Cluster; nichts sagt, welcher Lauf der neueste ist
act-newest-newer = { $job } ist ein anderer Lauf von { $cron }, von { $at }: Er hat vielleicht ein neueres Backup gemacht als diese Änderung
act-newest-scheduled = Der Zeitplan von { $cron } hat um { $at } einen Lauf gestartet, nach dem dieser Änderung; er ist nicht mehr im Cluster
act-newest-ask = Ich habe die anderen Läufe von { $cron } angesehen, und das Ergebnis des eigenen Laufs dieser Änderung ist das richtige
act-wait-job = Liest das Log von { $job } mit, bis der Job geendet hat; nach { $limit } gilt er als verspätet, nicht als fehlgeschlagen
act-wait-no-job = Es gibt keinen Job { $job }
act-wait-bad-pattern = Das Verfahren erwartet ein Muster, das keines ist: { $pattern }
act-wait-complete = Der Job { $job } hat die Bedingung Complete
act-wait-failed = Der Job { $job } ist fehlgeschlagen: { $reason ->
    [BackoffLimitExceeded] Jeder Versuch schlug fehl, weitere folgen nicht (BackoffLimitExceeded)
    [DeadlineExceeded] Er lief länger als erlaubt (DeadlineExceeded)
    [PodFailurePolicy] Seine Failure-Policy hat ihn beendet (PodFailurePolicy)
    [MaxFailedIndexesExceeded] Mehr Teile schlugen fehl als erlaubt (MaxFailedIndexesExceeded)
    [FailedIndexes] Einige Teile schlugen fehl (FailedIndexes)
   *[other] { $reason }
}
act-wait-gone = Der Job { $job } ist weg, bevor sein Ende gesehen wurde: Sein Ergebnis ist nicht bekannt
act-wait-not-good = Der Job { $job } wurde abgeschlossen, doch was er sagt, besteht die Prüfung nicht
act-wait-no-log = Der Job { $job } wurde abgeschlossen, doch keine Zeile seines Logs war lesbar; nichts zeigt, dass er gut ist
act-wait-bad-hint = Das Log lesen. Weiter geht es nur mit einem schriftlichen Grund, den das Protokoll fett zeigt.
act-log-kept = Das ganze Log ist in { $file } aufbewahrt ({ $count ->
    [one] eine Zeile
   *[other] { $count } Zeilen
})
act-log-lost = Das Log konnte nicht als Datei aufbewahrt werden: { $fault }
act-announce-to = Geht an { $to }
act-announce-sent = Die Ankündigung wurde verschickt, laut Angabe der Person

worker-this-machine = dieser Rechner

lease-waiting = { $who } auf { $host } führt „{ $title }“ in diesem Namespace aus, bei Schritt { $step }
lease-waiting-begun = { $who } auf { $host } hat „{ $title }“ in diesem Namespace begonnen
lease-held = { $who } auf { $host } lässt „{ $title }“ in diesem Namespace ruhen: { $reason }
lease-silent = { $who } auf { $host } hat „{ $title }“ in diesem Namespace begonnen; jenes Fenster wurde seit { $seconds ->
    [one] einer Sekunde
   *[other] { $seconds } Sekunden
} nicht gesehen
lease-waiting-hint = Dieses Fenster zeigt nur. Sprechen Sie mit der anderen Person; Übernehmen braucht einen Grund, den sie lesen wird.
lease-taken = { $who } auf { $host } hat den Namespace dieser Änderung um { $at } übernommen: { $reason }
lease-lost = { $who } auf { $host } führt jetzt eine Änderung in diesem Namespace aus; dieses Fenster zeigt nur
lease-since = seit { $at }, nach der Uhr jener Maschine
lease-not-seen = nicht gesehen seit { $seconds ->
    [one] einer Sekunde
   *[other] { $seconds } Sekunden
}
lease-held-because = Ruht: { $reason }
lease-unknown-since = seit { $time }
lease-moved = Jemand anderes war schneller: { $who } führt hier jetzt eine Änderung aus. Es wurde nichts übernommen
lease-unknown = Ob diese Änderung hier weitergehen darf, kann der Cluster nicht bestätigen
lease-unknown-hint = Kein neuer Schritt beginnt, bis der Cluster es bestätigt; was im Gang ist, geht weiter. Alle paar Sekunden wird neu gefragt.
journal-behind = Dem Journal fehlt, was in diesem Fenster zuletzt entschieden wurde, darum wird von hier nichts mehr getan
journal-behind-hint = Die Änderung verlassen und wieder aufnehmen: Dann steht sie, wo ihr Journal sagt.
lease-refused = Es wurde nichts getan, denn dieses Fenster zeigt nur: { $why }
lease-no-answer = Der Cluster hat nicht geantwortet innerhalb von { $seconds ->
    [one] einer Sekunde
   *[other] { $seconds } Sekunden
}
lease-not-permitted = Andere können nicht sehen, dass diese Änderung läuft: Sie dürfen in diesem Namespace keine Leases schreiben
lease-not-permitted-hint = Die Änderung geht ohne weiter. Den Kollegen Bescheid geben; oder um get, create und patch auf leases.coordination.k8s.io bitten.
ready-left-over = { $object } aus früherer Zeit ist da, angelegt { $at }; der Rückweg braucht diesen Namen
ready-left-over-removed = Der Rückweg entfernt es, bevor er seines anlegt. Jetzt prüfen, ob es noch jemand braucht.
ready-left-over-hint = Der Rückweg würde daran scheitern: vorher entfernen.
ready-lease-free = Niemand führt in { $namespace } eine Änderung aus
ready-lease-hint = Wer jetzt startet, bekommt ein Fenster, das nur zeigt, bis Sie mit einem Grund übernehmen oder die anderen fertig sind.
ready-lease-unknown = Ob jemand in { $namespace } eine Änderung ausführt, ist nicht zu sehen

second-awaited = Dieser Schritt wartet auf eine zweite Person, die noch nicht zugestimmt hat
second-not-permitted = Dieser Schritt verlangt eine zweite Person, und Sie dürfen die Lease nicht schreiben, über die sie gefragt würde
second-same-person = { $who } hat auf { $host } zugestimmt, aber das sind Sie
second-same-machine = { $who } hat auf { $host } zugestimmt, aber das ist diese Maschine
second-other = { $who } hat auf { $host } dem zugestimmt, was vorher gezeigt wurde; jetzt ist es ein anderer Schritt oder Plan
second-nobody = Der Cluster sagt nicht, wer Sie sind; darum können Sie nicht die zweite Person sein
second-yourself = Gefragt haben Sie selbst; eine zweite Person ist jemand anderes
second-your-machine = Die Änderung läuft auf dieser Maschine; eine zweite Person stimmt von einer anderen aus zu
second-moved = Was gefragt ist, hat sich seit dem Zeigen geändert oder ist getan; es wurde nichts zugestimmt
second-hint = Eine andere Person öffnet Changeover auf ihrer eigenen Maschine, mit eigener Anmeldung und diesem Namespace, und stimmt auf der Startseite zu.

evidence-log = Log der neuesten Pods von { $deployment }
evidence-pods = Neueste Pods von { $deployment }
evidence-looked-at = { $count ->
    [one] eine Zeile angesehen
   *[other] { $count } Zeilen angesehen
}
evidence-not-whole = Nicht alles war lesbar: Was unten fehlt, war vielleicht die Antwort.
evidence-never-ran = Keiner der neuesten Pods ist je gestartet: Sie haben nichts geschrieben und nichts geändert.
evidence-no-line = Die neuesten Pods sind gelaufen, und keine Zeile passt: Das allein beweist nichts.
evidence-lines = { $count ->
    [one] Eine Zeile der neuesten Pods passt
   *[other] { $count } Zeilen der neuesten Pods passen
}
evidence-no-value = Diesen Wert gibt es nicht
evidence-no-pod = Von der neuesten Version gibt es jetzt keinen Pod, also auch kein Log zu lesen
evidence-not-started = { $pod }, Container { $container }: nie gestartet ({ $why })
evidence-running = { $pod }, Container { $container }: läuft seit seinem Start
evidence-restarted = { $pod }, Container { $container }: läuft, nach { $restarts ->
    [one] einem Neustart
   *[other] { $restarts } Neustarts
}; davor endete er mit Code { $code } ({ $reason })
evidence-ended = { $pod }, Container { $container }: endete mit Code { $code } ({ $reason }), { $restarts ->
    [one] ein Neustart
   *[other] { $restarts } Neustarts
}
evidence-pattern = „{ $pattern }“ ist kein regulärer Ausdruck, darum wurde das Log nicht gelesen
evidence-object = { $path } von { $object } kann nicht angesehen werden

worker-task-ended = Eine Aufgabe von Changeover endete ohne Antwort
record-not-written = Das Protokoll kann nicht geschrieben werden

## Record

record-empty = Dieses Journal hat keinen Anfang, darum lässt sich nichts daraus erzählen.
record-description = Beschreibung
record-steps = Schritte der Änderung
record-configuration = Konfigurationsänderungen
record-rollback = Rollback-Plan
record-none = Keine
record-values = Werte:
record-deviates = weicht vom Standardwert des Verfahrens ab
record-fact-journal = Journal
record-damage = Beschädigt ab Zeile { $line }: Dieses Protokoll erzählt, was davor steht, und nichts von dem, was danach kam
record-fact-result = Ergebnis
record-fact-started = Begonnen
record-fact-ended = Beendet
record-fact-took = Dauer
record-fact-clock = Uhr
record-clock-back = Die Uhr des Rechners wurde zwischendurch um { $by } zurückgestellt: Zeiten stehen nicht in Reihenfolge, Dauern sind die vom Programm gezählten
record-fact-people = Zugestimmt von
record-fact-cluster = Cluster
record-fact-namespace = Namespace
record-fact-context = Kontext
record-fact-repository = Repository
record-fact-identity = Committet als
record-fact-procedure = Verfahren
record-fact-setting = Einstellung
record-fact-plan = Plan
record-fact-change = Änderung
record-fact-app = Changeover
record-fact-ticket = Ticket
record-fact-ticket-address = Adresse des Tickets
record-fact-asked-by = Beantragt von
record-place-open = wählt, wer die Änderung ausführt
record-person-open = (wer die Änderung ausführt)
record-fact-deviations = Abweichungen
record-fact-unknown = Aktionen, von denen nicht bekannt ist, ob sie geschehen sind
record-completed = Abgeschlossen
record-rolled-back = zurückgerollt
record-abandoned = Vor dem Ende abgebrochen
record-open = Noch nicht beendet
record-ca = CA (SHA-256)
record-ca-system = die CAs des Systems
record-repository = { $name }, Branch { $branch }, ab Commit { $commit }
record-standing-shipped = gehört zu Changeover
record-standing-upstream = wie auf dem Standard-Branch des Upstreams
record-standing-not-upstream = nicht auf dem Standard-Branch des Upstreams
record-standing-uncommitted = nicht committet
record-deviations = { $count ->
    [0] keine
    [one] 1, unten aufgeführt
   *[other] { $count }, unten aufgeführt
}
record-before = Vor dem Deployment:
record-after = Nach dem Deployment:
record-config-set = { $file }, { $object }: { $path } auf { $value } setzen
record-config-remove = { $file }, { $object }: { $path } entfernen
record-config-apply = { $file } anwenden
record-config-human = Von Hand: { $what }
record-rollback-none = Das Verfahren hat keinen Rollback-Plan
record-added = { $title } (hinzugefügt)
record-not-done = Nicht ausgeführt
record-back = Zurückgerollt: { $step }
record-course = Was außerdem geschah
record-resumed = Wieder aufgenommen auf { $host }
record-settled-yes = „{ $step }“ war geschehen, obwohl niemand das Ende sah (Grund: { $reason })
record-settled-no = „{ $step }“ war nicht geschehen, oder hatte nur gelesen (Grund: { $reason })
record-went-back = Zurückgerollt, mit der Antwort „{ $answer }“ (Grund: { $reason })
record-undone-alone = Allein zurückgenommen: { $step }
record-left-back = Der Rückweg wurde vor seinem Ende verlassen: { $reason }
record-held = Ruhen gelassen: { $reason }
record-waived = „{ $step }“ wurde ausgeführt, obwohl ein vorausgesetzter Schritt es nicht war: { $reason }
record-taken-over = Übernommen von { $from }: { $reason }
record-seconded = Eine zweite Person hat „{ $step }“ zugestimmt, von { $host } aus
record-no-back = Es wurde nichts zurückgerollt
record-skipped = Übersprungen: { $reason }
record-forced = Trotz Fehlschlag weitergemacht: { $reason }
record-note = Notiz: { $text }
record-note-files = { $count ->
    [one] Eine Datei wurde hinzugefügt
   *[other] { $count } Dateien wurden hinzugefügt
}
record-files-by-hand = Dateien, die diesem Ticket von Hand anzuhängen sind
record-attempt = Versuch { $number }
record-beforehand = Mit einem Klick getan, dem { $who } schon um { $at } zugestimmt hatte
record-inverse = Schon vorher zugestimmt: { $offer }
record-reason = Abweichung: { $reason }
record-warned = Vorher gezeigt: { $what }
record-done = Erledigt
record-failed = Fehlgeschlagen
record-unknown = Nicht bekannt, ob es geschehen ist
record-cancelled = Warten beendet
record-no-end = Begonnen, und das Ende steht nicht im Journal
record-may-run = Im Gang, oder das Ende ist noch nicht geschrieben
record-cut = { $lines ->
    [one] 1 Zeile ausgelassen
   *[other] { $lines } Zeilen ausgelassen
}; sie stehen im Journal
record-cut-file = { $lines ->
    [one] 1 Zeile ausgelassen
   *[other] { $lines } Zeilen ausgelassen
}; das Ganze ist in { $file }

## Cluster

cluster-attempt-connect = Verbinden mit { $server }
cluster-attempt-get = Lesen von { $object }
cluster-attempt-list = Auflisten von { $object }
cluster-attempt-watch = Beobachten von { $object }
cluster-attempt-create = Anlegen von { $object }
cluster-attempt-patch = Ändern von { $object }
cluster-attempt-delete = Löschen von { $object }
cluster-attempt-exec = Ausführen eines Programms in { $object }
cluster-attempt-ask = Fragen des Servers nach { $object }

cluster-unauthorized = Der Cluster nimmt die Anmeldung nicht an ({ $what })
cluster-unauthorized-user = Der Cluster nimmt die Anmeldung des Benutzers { $user } in { $file } nicht an ({ $what })
cluster-unauthorized-hint = Das Token ist wohl abgelaufen. Wie üblich neu anmelden (zum Beispiel mit oc login), dann erneut versuchen: Die Kubeconfig wird neu gelesen
cluster-other-server = Der Kontext { $context } der Kubeconfig führt inzwischen zu { $is }, nicht zu { $wanted }: Es wurde nichts gesendet
cluster-other-way = Der Kontext { $context } der Kubeconfig erreicht { $server } inzwischen auf anderem Weg (Zertifizierungsstelle, Prüfung des Zertifikats oder Proxy): Es wurde nichts gesendet
cluster-other-way-hint = Ist das so gewollt, das Fenster dieser Änderung schließen und die Änderung wieder aufnehmen: Der neue Weg wird dann vorher gezeigt
cluster-nobody = anonym (keine Anmeldung)
cluster-other-server-hint = Den Kontext wieder zum ersten Cluster führen lassen, dann erneut versuchen
cluster-other-person = Die Kubeconfig meldet inzwischen { $now } an, nicht { $before }: Es wurde nichts gesendet
cluster-other-person-hint = Wieder als { $before } anmelden, dann erneut versuchen. Eine andere Person übernimmt eine Änderung, indem sie sie neu aufnimmt
cluster-forbidden = { $who } darf das nicht: { $right } ({ $what })
cluster-forbidden-plain = Das ist nicht erlaubt ({ $what })
cluster-forbidden-hint = Einen Administrator des Clusters um dieses Recht bitten
cluster-rights-missing = { $who } fehlt in { $namespace } { $count ->
    [one] ein Recht
   *[other] { $count } Rechte
}: { $rights }
cluster-watch-kind = Diese Version beobachtet { $kind } nicht
# Zeilen, die älter sind, als sie scheinen.
cluster-watch-slept = Diese Maschine schlief, oder das Programm stand still: Der Stand wird neu gelesen
cluster-watch-unheard = Vom Cluster war seither nichts zu hören
cluster-watch-absent = Das Verfahren beobachtet Objekte der Art { $kind }, und dieser Cluster hat keine solche Art
cluster-policy = { $cause ->
    [webhook] Ein Webhook des Clusters lehnt dies ab ({ $what }): { $message }
    [webhook-silent] Ein Webhook, den der Cluster fragen muss, hat nicht geantwortet ({ $what }): { $message }
    [unsized] Die Quota des Namespace zählt, was die Pods nicht nennen ({ $what }): { $message }
    [quota] Die Quota des Namespace erlaubt dies nicht ({ $what }): { $message }
    [security] Die Sicherheitsregeln des Namespace verbieten dies ({ $what }): { $message }
    [limits] Die Limits des Namespace erlauben dies nicht ({ $what }): { $message }
    [ending] Der Namespace wird gerade gelöscht, darin kann nichts angelegt werden ({ $what }): { $message }
    [rights] Dies würde Rechte vergeben, die die Person nicht hat ({ $what }): { $message }
    [account] Den ServiceAccount gibt es nicht ({ $what }): { $message }
    [policy] Eine Admission-Policy des Clusters lehnt dies ab ({ $what }): { $message }
   *[other] Eine Regel des Clusters lehnt dies ab ({ $what }): { $message }
}
cluster-policy-hint = { $cause ->
    [webhook] Richtigstellen, was der Webhook nennt, oder fragen, wer ihn betreut
    [webhook-silent] Wer diesen Webhook betreut, muss nachsehen, ob er läuft
    [unsized] Jedem Container die Requests und Limits geben, die die Meldung nennt
    [quota] Weniger verlangen, anderes herunterskalieren oder einen Administrator des Clusters die Quota erhöhen lassen
    [security] Den securityContext im Manifest berichtigen, oder einen Administrator des Clusters fragen
    [limits] Requests und Limits im Manifest so ändern, wie die Meldung es erlaubt
    [ending] Warten, bis er weg ist, und ihn neu anlegen, oder einen anderen Namespace wählen
    [rights] Einen Administrator des Clusters bitten, diese Rolle oder Bindung anzulegen
    [account] Den ServiceAccount anlegen, oder seinen Namen im Manifest berichtigen
    [policy] Richtigstellen, was die Policy nennt, oder fragen, wer sie betreut
   *[other] Dies ist eine Quota, eine Sicherheitsregel oder eine andere Policy. Das Manifest ändern, oder einen Administrator des Clusters fragen
}
cluster-not-found = { $object } gibt es nicht ({ $what })
cluster-not-found-hint = Namen und Namespace prüfen
cluster-already-exists = { $object } gibt es schon ({ $what })
cluster-already-exists-hint = Erst ansehen: Es stammt vielleicht von einem früheren Versuch, oder von jemand anderem
cluster-moved = Jemand hat es inzwischen geändert ({ $what })
cluster-moved-hint = Neu ansehen, dann neu entscheiden
cluster-conflict = { $count ->
    [one] 1 Feld gehört
   *[other] { $count } Felder gehören
} { $managers } ({ $what })
cluster-conflict-hint = Jemand oder etwas anderes hat diese Werte gesetzt. Vor dem Überschreiben ansehen
cluster-invalid = Der Cluster nimmt es nicht an ({ $what }): { $message }
cluster-invalid-hint = { $cause ->
    [fixed] Das Feld lassen, wie es im Cluster ist. Um es zu ändern, muss das Objekt neu angelegt werden; bei einem Claim, einem Volume, einem Namespace oder dem Objekt eines Operators löscht das die Daten
    [large] Ein Objekt fasst etwa 1 MB: etwas herausnehmen, oder es aufteilen
    [format] Der Server ist zu alt für diese Art des Änderns: Ein Administrator des Clusters muss nachsehen
    [version] apiVersion und kind im Manifest prüfen, und welche Versionen der Cluster anbietet
    [field] Name und Ort des Felds im Manifest prüfen: Es ist falsch geschrieben, am falschen Ort oder doppelt
    [missing] Das Feld, das die Meldung nennt, ins Manifest schreiben
   *[other] Das genannte Feld berichtigen
}
cluster-too-many = Der Cluster ist zu beschäftigt, um zu antworten ({ $what })
cluster-too-many-wait = Der Cluster ist zu beschäftigt ({ $what }); er bittet zu warten: { $seconds ->
    [one] 1 Sekunde
   *[other] { $seconds } Sekunden
}
cluster-too-many-hint = Ein wenig warten, dann erneut versuchen
cluster-expired = Der Cluster hat nicht mehr, wovon aus es weitergehen sollte ({ $what })
cluster-expired-hint = Neu nachsehen: Dann wird alles neu gelesen
cluster-server = { $cause ->
    [webhook] Ein Webhook, den der Cluster fragen muss, hat nicht geantwortet, HTTP { $status } ({ $what }): { $message }
    [away] Der Cluster oder ein Teil von ihm ist gerade nicht da, HTTP { $status } ({ $what })
    [slow] Der Cluster wurde nicht rechtzeitig fertig, HTTP { $status } ({ $what })
    [unsupported] Der Cluster bietet dies nicht an, HTTP { $status } ({ $what })
   *[other] Der Cluster antwortete mit einem eigenen Fehler, HTTP { $status } ({ $what })
}
cluster-server-hint = { $cause ->
    [webhook] Es wurde nichts getan. Wer diesen Webhook betreut, muss nachsehen, ob er läuft; dann erneut versuchen
    [away] Es wurde nichts getan. Ein wenig warten, dann erneut versuchen; er startet vielleicht neu, oder die API einer Erweiterung ist ausgefallen
    [slow] Es wurde nichts getan. Erneut versuchen; bleibt es so, ist der Cluster oder sein Speicher überlastet
    [unsupported] Es wurde nichts getan. Die Version des Clusters prüfen, und ob etwas dazwischen an seiner Stelle antwortet
   *[other] Es wurde nichts getan. Erneut versuchen; bleibt es so, muss ein Administrator des Clusters nachsehen
}
cluster-timeout = Keine Antwort innerhalb von { $seconds ->
    [one] 1 Sekunde
   *[other] { $seconds } Sekunden
} ({ $what })
cluster-timeout-hint = Netz oder VPN prüfen, und ob der Cluster läuft
cluster-unknown = Es wurde gesendet, und keine Antwort kam ({ $what }): Ob es getan wurde, ist nicht bekannt
cluster-unknown-hint = Das Objekt ansehen, bevor Sie es wiederholen
cluster-credentials = Die Anmeldung ließ sich nicht verwenden ({ $what })
cluster-credentials-hint = Wie üblich neu anmelden, dann erneut versuchen
cluster-unreadable = Die Antwort war nicht lesbar ({ $what })
cluster-unreadable-hint = Etwas zwischen hier und dem Cluster hat vielleicht an seiner Stelle geantwortet, etwa ein Proxy
cluster-request = Die Anfrage ließ sich nicht bilden ({ $what })
cluster-request-hint = Das ist ein Fehler von Changeover. Bitte mit den Einzelheiten melden

cluster-unreachable-dns = Der Name des Servers ist nicht bekannt ({ $what })
cluster-unreachable-dns-hint = Namen, Netz und VPN prüfen
cluster-unreachable-refused = Dort lauscht nichts ({ $what })
cluster-unreachable-refused-hint = Der Cluster läuft vielleicht nicht, oder Adresse oder Port stimmen nicht
cluster-unreachable-silent = Der Server antwortet nicht ({ $what })
cluster-unreachable-silent-hint = Netz oder VPN prüfen; vielleicht ist eine Firewall dazwischen
cluster-unreachable-no-route = Kein Weg führt zu jenem Netz ({ $what })
cluster-unreachable-no-route-hint = Netz oder VPN prüfen
cluster-unreachable-proxy = Der Proxy lässt uns nicht durch ({ $what })
cluster-unreachable-proxy-hint = Adresse und Anmeldung des Proxys prüfen, und ob NO_PROXY den Server nennen sollte
cluster-unreachable-broken = Die Verbindung brach ab ({ $what })
cluster-unreachable-broken-hint = Erneut versuchen; bleibt es so, Netz oder VPN prüfen
cluster-unreachable-tls-issuer = Das Zertifikat des Servers ist von keiner Zertifizierungsstelle, der die Kubeconfig vertraut ({ $what })
cluster-unreachable-tls-issuer-hint = Prüfen, ob dies der richtige Server ist. Ist seine Zertifizierungsstelle neu, eine neue Kubeconfig holen, oder deren Datei in den Einstellungen nennen
cluster-unreachable-tls-expired = Das Zertifikat des Servers ist abgelaufen ({ $what })
cluster-unreachable-tls-expired-hint = Ein Administrator des Clusters muss es erneuern; auch die Uhr dieses Rechners prüfen
cluster-unreachable-tls-not-yet = Das Zertifikat des Servers gilt noch nicht ({ $what })
cluster-unreachable-tls-not-yet-hint = Die Uhr dieses Rechners prüfen
cluster-unreachable-tls-name = Das Zertifikat des Servers ist für einen anderen Namen ({ $what })
cluster-unreachable-tls-name-hint = Den Namen im Zertifikat verwenden, oder tls-server-name in der Kubeconfig setzen
cluster-unreachable-tls-bad = Das Zertifikat des Servers kann nicht angenommen werden ({ $what })
cluster-unreachable-tls-bad-hint = Die Einzelheiten sagen, welche Regel es bricht; ein Administrator des Clusters muss es erneuern
cluster-unreachable-tls-client = Der Server nimmt unser Zertifikat nicht an ({ $what })
cluster-unreachable-tls-client-hint = Das Zertifikat in der Kubeconfig ist vielleicht abgelaufen: eine neue Kubeconfig holen
cluster-unreachable-tls-none = An jenem Port ist kein verschlüsselter Dienst ({ $what })
cluster-unreachable-tls-none-hint = Adresse und Port in der Kubeconfig prüfen
cluster-unreachable-tls-own = Die Zertifikate der Kubeconfig sind nicht brauchbar ({ $what })
cluster-unreachable-tls-own-hint = Eine neue Kubeconfig holen; die Einzelheiten sagen, was nicht stimmt
cluster-unreachable-tls-other = Die verschlüsselte Verbindung kam nicht zustande ({ $what })
cluster-unreachable-tls-other-hint = Die Einzelheiten sagen, was die andere Seite geantwortet hat

cluster-set-up = Die Verbindung zu { $server } ließ sich nicht einrichten: { $message }
cluster-set-up-hint = Kubeconfig oder Einstellungen berichtigen
cluster-needs-consent = Die Kubeconfig will zum Anmelden ein Programm ausführen: { $command }
cluster-needs-consent-hint = Programm und Argumente ansehen. Nur zustimmen, wenn es Ihnen bekannt ist
cluster-plugin-start = Das Anmeldeprogramm { $command } konnte nicht gestartet werden: { $problem }
cluster-plugin-timeout = Das Anmeldeprogramm { $command } endete nicht rechtzeitig
cluster-plugin-exit = Das Anmeldeprogramm { $command } schlug fehl: { $problem }
cluster-plugin-output = Das Anmeldeprogramm { $command } lieferte keine brauchbare Anmeldung: { $problem }
cluster-plugin-install = Die Kubeconfig sagt: { $text }
cluster-plugin-hint = Von hier aus kann es keine Fragen stellen. Zum Anmelden in einem Terminal "kubectl get namespace" ausführen, dann erneut versuchen

cluster-config-no-file = Es gibt keine Kubeconfig. Gesucht wurde: { $files }
cluster-config-no-file-hint = Die Datei wählen, die Sie vom Administrator Ihres Clusters haben
cluster-config-read = { $file } kann nicht gelesen werden: { $problem }
cluster-config-read-hint = Prüfen, ob es eine Datei ist und ob Sie sie lesen dürfen
cluster-config-too-large = { $file } ist zu groß für eine Kubeconfig
cluster-config-too-large-hint = Eine andere Datei wählen
cluster-config-parse = { $file } ist keine Kubeconfig (Zeile { $line })
cluster-config-parse-hint = Diese Zeile ansehen, oder eine andere Datei wählen
cluster-config-no-contexts = In { $files } gibt es keinen Kontext
cluster-config-no-contexts-hint = Eine andere Datei wählen, oder sich erst an einem Cluster anmelden
cluster-config-no-context = Es gibt keinen Kontext { $context }. Es gibt: { $known }
cluster-config-no-context-hint = Einen davon wählen
cluster-config-no-cluster = Der Kontext { $context } in { $file } nennt den Cluster { $cluster }, der nicht definiert ist
cluster-config-no-cluster-hint = Den Cluster in die Kubeconfig aufnehmen, oder einen anderen Kontext wählen
cluster-config-no-user = Der Kontext { $context } in { $file } nennt den Benutzer { $user }, der nicht definiert ist
cluster-config-no-user-hint = Den Benutzer in die Kubeconfig aufnehmen, oder einen anderen Kontext wählen
cluster-config-no-server = Der Cluster { $cluster } in { $file } hat keine Serveradresse
cluster-config-no-server-hint = Seinen Server in die Kubeconfig aufnehmen
cluster-config-bad-server = Der Cluster { $cluster } in { $file } hat eine unbrauchbare Adresse: { $server }
cluster-config-bad-server-hint = Eine Adresse sieht aus wie https://203.0.113.7:6443
cluster-config-certificate = Die Zertifizierungsstelle des Clusters { $cluster } in { $file } ist nicht brauchbar: { $problem }
cluster-config-certificate-hint = Eine neue Kubeconfig holen
cluster-config-auth-provider = Das Anmeldeverfahren { $name } wird nicht mehr unterstützt
cluster-config-auth-provider-hint = Eine Kubeconfig mit Credential-Plug-in oder Token holen
cluster-config-no-command = Das Anmeldeprogramm von { $user } in { $file } hat keinen Namen
cluster-config-no-command-hint = Den exec-Eintrag der Kubeconfig berichtigen
cluster-config-bad-proxy = { $proxy } ist kein brauchbarer Proxy
cluster-config-bad-proxy-hint = Ein Proxy ist http://, https:// oder socks5:// mit Host und Port

cluster-warn-open = Andere auf diesem Rechner können { $file } lesen oder ändern
cluster-warn-no-check = Das Zertifikat des Servers wird nicht geprüft (insecure-skip-tls-verify): Jemand dazwischen könnte sich als der Cluster ausgeben
cluster-warn-no-tls = Die Verbindung zum Server ist nicht verschlüsselt
cluster-warn-proxy = Anfragen gehen über den Proxy { $address }
cluster-warn-proxy-password = Anfragen gehen über den Proxy { $address }, und sein Passwort geht unverschlüsselt an ihn
# Aktionen und Warten (scale, jobs, logs, apply, rollout)
cluster-delete-kinds = Der Cluster kennt keine { $kinds }, darum wurde nichts gelöscht
cluster-delete-kinds-hint = Die Namen der Arten prüfen. Ihre Definitionen wurden vielleicht aus dem Cluster entfernt
cluster-delete-wide = Der Selector "{ $selector }" verlangt kein Label mit Wert und könnte alles treffen
cluster-delete-wide-hint = Mindestens ein Label mit seinem Wert nennen, etwa app=web
cluster-delete-outside = { $kind } gehört zu keinem Namespace; eine Änderung löscht nur in ihrem eigenen
cluster-delete-moved = { $object } ist ein anderes als das gezeigte; es wurde nicht gelöscht
cluster-deleting = { $object } wird gelöscht
cluster-waiting-deleted = { $count ->
    [one] Ein Objekt verschwindet noch
   *[other] { $count } Objekte verschwinden noch
}
cluster-left-held = { $object } wurde gelöscht und wird noch gehalten von { $finalizers }
cluster-left-ending = { $object } wurde gelöscht und ist noch da
cluster-exec-no-pod = Kein Pod von { $object } ist bereit, darum lässt sich darin nichts ausführen
cluster-exec-no-pod-hint = Warten, bis ein Pod bereit ist. Die Einzelheiten nennen die Pods, die nicht bereit sind oder gerade enden
cluster-exec-several = { $count } Pods von { $object } sind bereit ({ $pods }); ein Programm wird nur ausgeführt, wo es genau einer ist
cluster-exec-several-hint = Warten, bis ein Rollout vorbei ist, auf einen Pod skalieren, oder das Verfahren die Rolle des Pods nennen lassen
cluster-exec-no-container = { $pod } hat keinen Container { $container }; es gibt { $known }
cluster-scale-moved = { $object } hat sich seit dem Zeigen geändert: Jetzt sind { $wanted } Pods gewünscht
cluster-job-taken = Der Name { $job } ist vergeben (angelegt von { $who })
cluster-job-taken-hint = Jenen Job übernehmen, sein Ende abwarten, oder einen anderen Namen wählen
cluster-apply-no-object = Dokument { $document } hat kein { $missing }
cluster-apply-unknown-kind = Dokument { $document }: Der Cluster kennt die Art { $kind } von { $version } nicht
cluster-apply-other-namespace = Dokument { $document }: { $object } gehört in den Namespace { $namespace }, nicht in den dieser Änderung
cluster-apply-duplicate = Die Dokumente { $first } und { $second } sind beide { $object }; nur eines kann angewendet werden
cluster-apply-other-server = { $object } wird von einem anderen API-Server bedient als dem des Clusters (ein APIService führt dorthin), oder es darf nicht gefragt werden, ob das so ist; so einer führt einen Dry-Run vielleicht aus, als wäre er ernst gemeint. Darum gibt es hier weder Vorschau noch Anwenden
cluster-apply-other-server-hint = Wo nicht gefragt werden darf, jemanden bitten, der APIServices lesen darf. Sonst es aus der Datei nehmen und von Hand anwenden. Rollen und Rollenbindungen von OpenShift gibt es ein zweites Mal unter rbac.authorization.k8s.io/v1: So geschrieben lassen sie sich hier anwenden.
cluster-apply-moved = { $object } hat sich seit dem Zeigen geändert
cluster-apply-stopped = { $count ->
    [one] Von { $all } Objekten wurde 1 schon angewendet
   *[other] Von { $all } Objekten wurden { $count } schon angewendet
}: { $names }
cluster-applied-created = { $object } angelegt
cluster-applied-configured = { $object } geändert
cluster-applied-unchanged = { $object } ist schon so
cluster-waiting-gone = { $count ->
    [one] 1 Pod ist noch da
   *[other] { $count } Pods sind noch da
}
cluster-waiting-lost = Die Verbindung ist verloren und wird neu aufgenommen
cluster-remaining-running = { $pod } läuft und wurde noch nicht beendet
cluster-remaining-ending = { $pod } soll enden und hat noch nicht geendet
cluster-remaining-node = { $pod } ist auf { $node }, der nicht antwortet; er bleibt, bis der Node zurückkommt oder entfernt wird
cluster-remaining-held = { $pod } hat geendet, wird aber gehalten von { $finalizers }
cluster-pod-image = { $pod } bekommt sein Image nicht ({ $reason }): { $message }
cluster-pod-setup = { $pod } kann nicht eingerichtet werden ({ $reason }): { $message }
cluster-pod-crash = { $pod } endet immer wieder ({ $reason }): { $message }
cluster-pod-memory = { $pod } brauchte mehr Speicher, als er haben darf
cluster-pod-unschedulable = Kein Node nimmt { $pod } ({ $reason }): { $message }
cluster-pod-evicted = Der Cluster hat { $pod } weggenommen ({ $reason }): { $message }
cluster-pod-event = { $pod } kommt nicht voran ({ $reason }): { $message }
cluster-log-broken = Das Log von { $pod } brach ab und wird neu aufgenommen
cluster-log-lost = Der Rest des Logs von { $pod } ist nicht lesbar
cluster-log-cut = Der Rest des Logs von { $job } ließ sich nicht rechtzeitig lesen
cluster-job-late = Der Job dauert länger als erwartet; er wird weiter beobachtet
cluster-job-suspended = Der Job ist ausgesetzt: Er wartet, bis ihn jemand weiterlaufen lässt
cluster-job-finishing = Das Ende des Jobs steht fest; seine Pods enden noch
cluster-job-no-pod = Der Job hat noch keinen Pod
cluster-job-starting = { $pod } startet (Versuch { $number })
cluster-job-runs = { $pod } läuft (Versuch { $number })
cluster-job-try-ended = { $pod } hat geendet (Versuch { $number })
cluster-rollout-late = Bereitwerden dauert länger als erwartet; es wird weiter beobachtet
cluster-rollout-unseen = { $object }: Die Änderung wurde noch nicht aufgenommen
cluster-rollout-paused = { $object } ist pausiert: Es geht nicht weiter, bis es jemand fortsetzt
cluster-rollout-on-delete = { $object } ersetzt einen Pod nur, wenn er gelöscht wird
cluster-rollout-updating = { $object }: { $done } von { $wanted } Pods sind neu
cluster-rollout-old = { $object }: { $count ->
    [one] 1 alter Pod endet
   *[other] { $count } alte Pods enden
} noch
cluster-rollout-not-ready = { $object }: { $done } von { $wanted } Pods sind bereit
cluster-rollout-deadline = { $object } hat die eigene Frist für den Fortschritt überschritten; der Cluster versucht es weiter
cluster-rollout-ready = { $object } ist bereit
cluster-rollout-missing = { $object } gibt es nicht mehr

## Repository

repository-not-one = Unter { $path } ist kein Git-Repository
repository-not-one-hint = Den Ordner eines Klons des Infrastruktur-Repositorys wählen.
repository-not-owned = Das Repository unter { $path } gehört einem anderen Benutzer, darum vertraut git ihm nicht
repository-not-owned-hint = Vertrauen Sie ihm, dann ausführen: git config --global --add safe.directory "{ $path }"
repository-open = Das Repository unter { $path } kann nicht geöffnet werden
repository-open-hint = { $cause ->
    [extension] Es benutzt eine Erweiterung von git, die hier nicht verstanden wird, etwa einen Teilklon oder reftable: einen gewöhnlichen Klon anlegen und wählen
    [rights] Die Rechte des Ordners und seines Inhalts prüfen
    [damaged] Darin git fsck ausführen; ein frischer Klon ist der schnelle Ausweg
   *[other] Prüfen, ob git status dort geht; ein frischer Klon ist der schnelle Ausweg
}
repository-history = Die Historie des Repositorys ist nicht lesbar
repository-history-hint = { $cause ->
    [damaged] Darin git fsck ausführen; ein frischer Klon ist der schnelle Ausweg
   *[other] Einem flachen Klon oder Teilklon fehlen vielleicht Commits: git fetch --unshallow
}
repository-bare = Das Repository unter { $path } hat keine ausgecheckten Dateien
repository-bare-hint = Einen Klon mit Arbeitsverzeichnis wählen.
repository-unborn = Der Branch { $branch } hat noch keinen Commit
repository-unborn-hint = Einen Branch mit Commits auschecken, zum Beispiel: git switch main
repository-detached = Commit { $commit } ist ohne Branch ausgecheckt
repository-detached-hint = Den Branch auschecken, zu dem die Änderung gehört, zum Beispiel: git switch main
repository-in-the-middle = Hier wurde ein git { $operation } begonnen und nicht beendet
repository-in-the-middle-hint = Beenden oder abbrechen, dann neu nachsehen.
repository-locked = Ein anderes git arbeitet in diesem Repository, oder eines wurde gewaltsam beendet
repository-locked-hint = Wenn kein git mehr läuft, { $lock } selbst entfernen.
repository-edits-in-our-files = { $count ->
    [one] Eine Datei, die diese Änderung berührt, hat eigene Bearbeitungen: { $files }
   *[other] Dateien, die diese Änderung berührt, haben eigene Bearbeitungen: { $files }
}
repository-edits-in-our-files-hint = Committen, stashen oder rückgängig machen, dann neu nachsehen.
repository-no-upstream = Der Branch { $branch } hat keinen Upstream, darum gibt es kein Ziel für den Push
repository-no-upstream-hint = Einen setzen, zum Beispiel: git branch --set-upstream-to=origin/{ $branch }
repository-never-fetched = { $upstream } wurde noch nie geholt
repository-never-fetched-hint = Erst holen: git fetch
repository-behind = { $behind ->
    [one] Dem Branch { $branch } fehlt 1 Commit von { $upstream }
   *[other] Dem Branch { $branch } fehlen { $behind } Commits von { $upstream }
}
repository-behind-hint = Erst auf den neuesten Stand bringen (git pull): Eine alte Datei würde zurücknehmen, was andere taten.
repository-diverged = Branch { $branch } und { $upstream } sind auseinandergelaufen ({ $ahead } hier, { $behind } dort)
repository-diverged-hint = Erst zusammenbringen, zum Beispiel: git pull --rebase
repository-identity-missing = Git weiß nicht, wer committet: { $missing }
repository-identity-missing-hint = Setzen, zum Beispiel: git config --global user.email you@example.org
repository-file-absent = { $file } ist nicht im Repository
repository-file-absent-hint = Pfad und Branch prüfen; ein Sparse-Checkout lässt die Datei vielleicht aus
repository-file-outside = { $file } führt über einen symbolischen Link aus dem Repository hinaus
repository-file-outside-hint = Die Datei selbst im Repository wählen: Was hinter dem Link ist, gehört anderswohin
repository-file-in-submodule = { $file } liegt in einem Submodul, das eigene Commits hat
repository-file-in-submodule-hint = Für diese Änderung das Repository des Submoduls selbst wählen
repository-file-not-regular = { $file } ist keine gewöhnliche Datei
repository-file-not-regular-hint = Eine gewöhnliche Datei wählen: Ordner, Links und Geräte werden nicht bearbeitet
repository-file-too-large = { $file } ist zu groß ({ $size } MB; die Grenze ist { $limit } MB)
repository-file-too-large-hint = So eine Datei ist kaum ein Manifest: den Pfad prüfen, oder sie von Hand bearbeiten
repository-file-read = { $file } kann nicht gelesen werden
repository-file-read-hint = Die Rechte der Datei prüfen und ob sie noch da ist, dann erneut versuchen.
repository-file-not-shown = Git zeigt { $file } nicht so, wie ein Checkout sie schreiben würde
repository-file-not-shown-hint = Ein Filter oder Attribut ändert sie beim Checkout: die Worte von git lesen, und prüfen, ob der Filter hier eingerichtet ist.
repository-file-moved = { $file } ist nicht mehr, was gezeigt wurde
repository-file-moved-hint = Es wurde nichts getan. Den neuen Unterschied ansehen und neu entscheiden.
repository-filter-missing = { $file } geht durch den git-Filter { $filter }, der auf dieser Maschine nicht eingerichtet ist
repository-filter-missing-hint = Einrichten (für LFS: git lfs install), sonst käme die Datei falsch in den Commit.
repository-file-read-only = { $file } darf nicht geschrieben werden
repository-file-read-only-hint = Sich das Schreibrecht geben, dann erneut versuchen.
repository-file-write = { $file } kann nicht geschrieben werden
repository-file-write-hint = Die Rechte des Ordners und den Platz auf der Platte prüfen, dann erneut versuchen.
repository-git-missing = Das Programm git wurde nicht gefunden
repository-git-missing-hint = Git installieren, oder in den PATH aufnehmen.
repository-git-start = Das Programm git kann nicht ausgeführt werden
repository-git-start-hint = Prüfen, ob git in einem Terminal läuft, dann erneut versuchen.
repository-programs-not-agreed = { $count ->
    [one] Dieses Repository nennt ein Programm, dem nicht zugestimmt wurde
   *[other] Dieses Repository nennt { $count } Programme, denen nicht zugestimmt wurde
}
repository-programs-not-agreed-hint = Die Liste ansehen und zustimmen, bevor git hier läuft.
repository-cancelled = git { $deed } wurde angehalten
repository-cancelled-hint = Das Repository ansehen, dann bei Bedarf erneut versuchen.
repository-timed-out = git { $deed } endete nicht innerhalb von { $seconds } Sekunden und wurde angehalten
repository-timed-out-hint = Es wartete vielleicht auf ein Passwort oder eine Passphrase, die niemand tippen konnte.
repository-staged-edits = { $file } hat vorgemerkte Bearbeitungen neben den gezeigten
repository-staged-edits-hint = Die Vormerkung aufheben: git restore --staged { $file }
repository-file-ignored = { $file } wird von git ignoriert
repository-file-ignored-hint = Aus .gitignore nehmen, oder von Hand hinzufügen: git add --force { $file }
repository-already-committed = Das Repository hat dies schon, seit Commit { $commit } von { $author }: { $summary }
repository-already-committed-hint = Hier ist nichts mehr zu tun; weitermachen.
repository-nothing-to-commit = Es gibt nichts zu committen
repository-nothing-to-commit-hint = Prüfen, ob die Datei überhaupt bearbeitet wurde und ob das im Arbeitsverzeichnis steht.
repository-hook-refused = Der Hook { $hook } hat abgelehnt
repository-hook-refused-hint = Seine Worte stehen in den Einzelheiten. Es wurde nichts zurückgenommen; was vorher committet war, bleibt.
repository-commit-refused = Git hat den Commit nicht gemacht
repository-commit-refused-hint = { $cause ->
    [signature] Die Signatur kam nicht zustande: in einem Terminal prüfen, ob Ihr Schlüssel da ist und sein Agent die Passphrase kennt.
    [lock] Ein anderes git arbeitet hier, oder eines wurde gewaltsam beendet: wenn kein git mehr läuft, die Sperre entfernen, die git nennt.
    [space] Platz auf der Platte schaffen, dann erneut versuchen.
    [rights] Die Rechte des Repository-Ordners prüfen, dann erneut versuchen.
    [conflict] Beide Seiten haben dieselben Zeilen geändert: mit git lösen, dann neu nachsehen.
    [filter] Ein Filter wie LFS schlug fehl: prüfen, ob er auf dieser Maschine eingerichtet ist (git lfs install).
   *[other] Die Worte von git stehen in den Einzelheiten; verloren ging nichts.
}
repository-unreachable = { $remote } ({ $url }) war nicht erreichbar (git { $deed })
repository-unreachable-hint = { $cause ->
    [name] Der Name des Hosts ist nicht bekannt: Adresse, Netz und VPN prüfen. Der lokale Commit bleibt.
    [proxy] Der Proxy ließ es nicht durch: http.proxy von git und die Umgebung prüfen. Der lokale Commit bleibt.
    [certificate] Dem Zertifikat des Hosts wird nicht vertraut: Hat Ihre Organisation eine eigene Zertifizierungsstelle, http.sslCAInfo von git setzen. Der lokale Commit bleibt.
    [refused] Dort lauscht nichts: Adresse und Port prüfen. Der lokale Commit bleibt.
    [silent] Es kam keine Antwort: Netz und VPN prüfen. Der lokale Commit bleibt.
    [absent] Es gibt kein solches Repository, oder es ist vor Ihnen verborgen: Adresse und Ihre Rechte prüfen. Der lokale Commit bleibt.
   *[other] Netz und Adresse prüfen, dann erneut versuchen. Der lokale Commit bleibt.
}
repository-not-let-in = { $remote } ({ $url }) hat Sie nicht eingelassen (git { $deed })
repository-not-let-in-hint = { $cause ->
    [host-key] Der Schlüssel des Hosts ist hier nicht bekannt oder hat sich geändert: mit dessen Betreibern abgleichen und in einem Terminal mit ssh annehmen. Der lokale Commit bleibt.
    [key] Der Host kennt Ihren SSH-Schlüssel nicht, oder kein Agent hält ihn: in einem Terminal ssh-add -l und ssh -T probieren. Der lokale Commit bleibt.
    [single-sign-on] Ihre Organisation verlangt Single Sign-on: Schlüssel oder Token dafür auf der Seite des Hosts zulassen. Der lokale Commit bleibt.
    [prompt] Git will Namen oder Passwort, und hier kann sie niemand tippen: einmal in einem Terminal anmelden (ein Credential-Helper merkt es sich). Der lokale Commit bleibt.
    [password] Token oder Passwort ist falsch oder abgelaufen: ein neues anlegen und in Ihrem git hinterlegen. Der lokale Commit bleibt.
    [right] Sie sind bekannt und dürfen dort nicht schreiben: beim Eigentümer des Repositorys um das Recht bitten. Der lokale Commit bleibt.
   *[other] Schlüssel, Token oder Passwort im eigenen git prüfen, dann erneut versuchen. Der lokale Commit bleibt.
}
repository-other-commits-out = { $count ->
    [0] Es gibt nichts zu pushen
    [one] Ein Push würde einen anderen Commit senden als den gezeigten
   *[other] Ein Push würde { $count } Commits senden, nicht die gezeigten
}
repository-other-commits-out-hint = Neu nachsehen: Die Commits, die hinausgehen, werden dann neu gezeigt. Gehören einige nicht hierher, erst den Branch in Ordnung bringen.
repository-push-moved = Der Remote hat neue Commits, darum wurde der Push abgelehnt
repository-push-moved-hint = Holen und ansehen, was hereinkam. Der lokale Commit bleibt.
repository-push-refused = Der Remote hat den Push abgelehnt: { $reason }
repository-push-refused-hint = { $cause ->
    [large] Eine Datei ist größer, als der Remote annimmt: aus dem Commit lassen, oder LFS benutzen. Der lokale Commit bleibt.
    [secret] Der Remote fand in einem Commit etwas, das wie ein Geheimnis aussieht: herausnehmen und das Geheimnis ändern. Der lokale Commit bleibt.
    [signature] Der Remote verlangt signierte Commits: commit.gpgsign einrichten und den Commit neu machen. Der lokale Commit bleibt.
    [protected] Der Branch ist geschützt: einen Branch dieser Änderung pushen, für einen Pull-Request. Der lokale Commit bleibt.
    [shallow] Dieser Klon ist flach, und der Remote nimmt von solchen nichts an: git fetch --unshallow. Der lokale Commit bleibt.
    [hook] Ein Hook des Remotes hat abgelehnt; seine Worte stehen in den Einzelheiten. Der lokale Commit bleibt.
    [space] Der Remote hat keinen Platz mehr: Seine Betreiber müssen nachsehen. Der lokale Commit bleibt.
   *[other] Seine Worte stehen in den Einzelheiten. Der lokale Commit bleibt.
}
repository-push-unknown = Es ist nicht bekannt, ob der Push angekommen ist
repository-push-unknown-hint = Holen und nachsehen, ob der Remote den Commit hat.
repository-branch-moved = Branch { $branch } oder der des Remotes ist nicht mehr, was gezeigt wurde
repository-branch-moved-hint = Es wurde nichts getan. Neu nachsehen und neu entscheiden.
repository-rebase-conflict = Der Remote hat dieselben Zeilen geändert wie unser Commit: { $files }
repository-rebase-conflict-hint = Es wurde nichts geändert. Beide Seiten ansehen, dann mit git lösen.
repository-edits-in-the-way = Eigene Bearbeitungen stehen in Dateien, die die Commits des Remotes ändern
repository-edits-in-the-way-hint = Es wurde nichts geändert. Committen oder stashen, dann erneut versuchen.
repository-rebase-refused = Git hat den Commit nicht verschoben
repository-rebase-refused-hint = { $cause ->
    [signature] Die Signatur kam nicht zustande: in einem Terminal prüfen, ob Ihr Schlüssel da ist und sein Agent die Passphrase kennt.
    [lock] Ein anderes git arbeitet hier, oder eines wurde gewaltsam beendet: wenn kein git mehr läuft, die Sperre entfernen, die git nennt.
    [space] Platz auf der Platte schaffen, dann erneut versuchen.
    [rights] Die Rechte des Repository-Ordners prüfen, dann erneut versuchen.
    [conflict] Beide Seiten haben dieselben Zeilen geändert: mit git lösen, dann neu nachsehen.
    [filter] Ein Filter wie LFS schlug fehl: prüfen, ob er auf dieser Maschine eingerichtet ist (git lfs install).
   *[other] Die Worte von git stehen in den Einzelheiten; verloren ging nichts.
}
repository-revert-refused = Git hat den Revert nicht gemacht
repository-revert-refused-hint = { $cause ->
    [signature] Die Signatur kam nicht zustande: in einem Terminal prüfen, ob Ihr Schlüssel da ist und sein Agent die Passphrase kennt.
    [lock] Ein anderes git arbeitet hier, oder eines wurde gewaltsam beendet: wenn kein git mehr läuft, die Sperre entfernen, die git nennt.
    [space] Platz auf der Platte schaffen, dann erneut versuchen.
    [rights] Die Rechte des Repository-Ordners prüfen, dann erneut versuchen.
    [conflict] Beide Seiten haben dieselben Zeilen geändert: mit git lösen, dann neu nachsehen.
    [filter] Ein Filter wie LFS schlug fehl: prüfen, ob er auf dieser Maschine eingerichtet ist (git lfs install).
   *[other] Die Worte von git stehen in den Einzelheiten; verloren ging nichts.
}
repository-own-branch-taken = { $remote } hat schon einen Branch { $branch }, mit Commits, die nicht hier sind
repository-own-branch-taken-hint = Es wurde nichts gesendet. Herausfinden, wem er gehört; der lokale Commit bleibt.
repository-surprise-also-committed = { $path } kam auch in den Commit: Ein Hook hat es hinzugefügt
repository-surprise-committed-otherwise = { $path } ist nicht so im Commit, wie es gezeigt wurde
repository-surprise-edited = { $path } wurde von einem Hook bearbeitet
repository-surprise-other-edit = Die Bearbeitungen in { $path } sind nicht mehr, wie sie waren
repository-surprise-message = Ein Hook hat die Commit-Nachricht geändert
repository-surprise-other-parent = Ein anderer Commit kam dazwischen: { $commit }

## Outside

## Start page (logic)

start-secret-refused = Der Wert von { $name } ist ein Geheimnis und wird nicht von der Befehlszeile genommen
start-setting-mirrors = Registry-Spiegel aus { $file } (SHA-256 { $sum }…) gelten
start-setting-ca = Der Zertifizierungsstelle in { $file } (SHA-256 { $sum }…) wird neben denen des Systems vertraut
start-setting-proxy = Der Cluster wird über den Proxy { $proxy } erreicht
start-setting-env = Registries und Sites werden über den Proxy gefragt, den die Umgebung nennt ({ $line })
config-name-missing = Den Namen der Variablen angeben
config-path-missing = Den Pfad im Objekt angeben
config-words-missing = Sagen, was zu tun ist
config-container-missing = Den Container wählen: Das Objekt hat mehrere

start-button = Änderung starten
start-plugin = Der Benutzer „{ $user }“ der Kubeconfig bekommt seine Anmeldung von einem Programm. Es läuft erst, wenn Sie genau diesem Befehl zustimmen
start-plugin-allow = Zulassen und verbinden
start-connected = verbunden · { $version }
start-connecting = verbindet
start-not-connected = nicht verbunden
start-repository-refused = so nicht brauchbar
start-repository-clean = sauber · aktuell
start-repository-changed = { $count ->
    [one] eine andere Datei geändert
   *[other] { $count } andere Dateien geändert
}
start-programs = Die Konfiguration des Repositorys nennt Programme, die git ausführen würde. Git läuft erst, wenn Sie zustimmen
start-programs-allow = Zustimmen
start-source-shipped = Changeover
start-source-repository = Repository
start-mark-not-upstream = nicht auf dem Standard-Branch
start-mark-uncommitted = nicht committet
start-rollback = im Verfahren beschrieben
start-labels-asked = fragt die Registry
start-take-label = Link aus dem Image nehmen
start-take-repository = Nehmen, was das Repository hat
start-take-namespace = Gewählten Namespace nehmen
start-take-newest = Neueste nehmen, { $version }
start-runs-now = läuft jetzt
start-names-asked = fragt den Cluster
start-versions-failed = Die Versionen lassen sich nicht auflisten; bitte tippen. { $why }
start-names-failed = Die Namen lassen sich nicht auflisten; bitte tippen. { $why }
start-version-unlisted = Die Registry führt keine Version { $version } auf
start-name-unlisted = Der Cluster führt kein { $name } auf
start-version-built = Gebaut { $ago } ({ $moment })
start-version-runs = diese Version läuft jetzt
start-version-running = { $version } läuft jetzt
start-secret-place = Aus dem Secret { $name }, Schlüssel { $key }. Sein Wert wird nie gezeigt und steht in keinem Journal, Protokoll oder Log
start-secret-nowhere = Das Verfahren sagt nicht, in welchem Secret es liegt
start-choices-unfit = { $count ->
    [one] Ein weiterer Eintrag passt nicht in dieses Feld
   *[other] { $count } weitere Einträge passen nicht in dieses Feld
}
start-choices-more = { $count ->
    [one] Ein weiterer Eintrag ist nicht aufgeführt: eintippen
   *[other] { $count } weitere Einträge sind nicht aufgeführt: zum Wählen tippen
}
start-checking = Prüfung läuft
start-checks-later = Die Angaben ausfüllen; dann wird alles geprüft, bevor etwas berührt wird
start-checks-good = alles gut
start-checks-warn = { $count } anzusehen
start-checks-bad = { $count ->
    [one] ein Problem
   *[other] { $count } Probleme
}
start-needs-cluster = Mit einem Cluster verbinden
start-needs-repository = Das Infrastruktur-Repository wählen
start-needs-consent = Den Programmen des Repositorys zustimmen
start-needs-procedure = Ein Verfahren wählen
start-needs-field = { $field }: { $why }
start-needs-config = Eine Konfigurationsänderung ist nicht vollständig
start-needs-checks = Eine Prüfung spricht gegen den Start
start-no-file-dialog = Das System zeigt keinen Dateidialog
start-no-file-dialog-hint = Den Pfad in das Feld neben der Schaltfläche tippen. (Unter Linux zeigt ein Desktop-Portal oder zenity den Dialog.)
start-pick-kubeconfig = Kubeconfig wählen
start-pick-repository = Infrastruktur-Repository wählen
config-set-variable = **{ $name }** auf **{ $value }** setzen in { $object } ({ $file })
config-remove-variable = **{ $name }** entfernen aus { $object } ({ $file })
config-set-value = **{ $path }** auf **{ $value }** setzen in { $object } ({ $file })
config-remove-value = **{ $path }** entfernen aus { $object } ({ $file })
config-apply = { $file } anwenden

## App

app-not-sent = Die Anfrage konnte nicht an den Hintergrunddienst gegeben werden
app-address-refused = { $address } wird nicht geöffnet: nur http und https
app-not-opened = Das System hat kein Programm, das { $what } öffnet
app-not-opened-hint = Kopieren und von Hand öffnen.
app-not-begun = { $program } konnte nicht gestartet werden
app-not-begun-hint = In den Einstellungen prüfen, ob der Name stimmt; ohne Namen wird das Programm des Systems genommen.
app-no-mail-program = Das System hat kein Mailprogramm, das den Entwurf öffnet
app-no-mail-program-hint = Den Entwurf kopieren und von Hand senden; oder Ihr Mailprogramm in den Einstellungen nennen.
app-mail-left-out = Diese Empfänger von Hand eintragen, für sie ist keine Adresse bekannt: { $names }
app-mail-long = Der Text ist lang für den Link eines Mailprogramms. Kommt er gekürzt an, stattdessen kopieren
app-stays-open = Ein Schritt ist im Gang, darum bleibt das Fenster offen. Sein Ende abwarten, oder erst das Warten beenden
app-ends-after-step = Das Programm soll enden. Es endet, wenn der laufende Schritt vorbei ist
app-in-progress = Änderung im Gang
app-finished = abgeschlossen

## Wizard (logic)

step-live-scope = nur diese Änderung
step-none = keine
step-state-ready = bereit
step-state-running = läuft
step-state-late = verspätet
step-state-done = erledigt
step-state-deviation = erledigt, abweichend
step-state-skipped = übersprungen
step-state-failed = fehlgeschlagen
step-state-unknown = nicht bekannt
step-state-undone = zurückgenommen
step-state-blocked = blockiert
step-state-stopped = Warten beendet
step-over = Schritt { $number } von { $of } · { $section }
step-looking = sieht nach
step-looked = nachgesehen { $ago }
step-left = gewöhnlich noch { $time }
step-left-at-least = gewöhnlich noch mindestens { $time }
step-usually = gewöhnlich { $time }
step-stopping = Das Warten wird beendet; was schon gesendet ist, bleibt
step-output = Ausgabe
step-verdict-done = Erledigt, wie gesehen
step-over-back = Rollback · Schritt { $number } von { $of }
step-finish-back = Zurückgerollt: { $title }
app-rolled-back = zurückgerollt
back-not-asked = Die Frage „{ $question }“ muss nicht gestellt werden: So weit kam die Änderung nicht.
back-undo-all = Das Verfahren hat keinen eigenen Rollback-Plan: Zurückgenommen wird, was sich zurücknehmen lässt, das Neueste zuerst.
back-reading = Was zu sehen ist, wird gelesen; dann lässt sich antworten.
back-fits = Zurücknehmen, was diese Änderung getan hat
back-steps = { $count ->
    [one] Ein Schritt.
   *[other] { $count } Schritte.
}
back-requires = Das setzt „{ $step }“ voraus, was in dieser Änderung nicht getan ist. Sagen, warum Sie dennoch diesen Weg gehen.
back-blocked-acting = Ein Schritt ist im Gang: sein Ende abwarten, oder das Warten beenden
back-blocked-open = Erst sagen, wie der offene Schritt endete
back-leaves-done = Schon zurückgenommen: { $steps }
back-leaves-left = Bleibt, wie es ist: { $steps }
back-rail-done = In dieser Änderung erledigt
back-rail-alone = Ein Schritt zurück
back-undone-by = zurückgenommen durch { $number }
begun-not-listed = Die Änderungen in { $folder } lassen sich nicht auflisten
begun-unreadable = Die Änderung in { $folder } ist nicht lesbar
begun-other-version = Diese Änderung wurde von einer anderen Version des Programms geschrieben und kann von dieser nicht aufgenommen werden
begun-other-version-hint = Ihr Protokoll ist lesbar. Mit der Version aufnehmen, die sie begonnen hat.
begun-procedure-moved = Das Verfahren { $file } ist nicht mehr, wie es zu Beginn der Änderung war. Sie geht nach ihrem eigenen Plan weiter, wie er damals gezeigt wurde.
begun-other-person = Die Änderung wurde von { $before } begonnen; Sie sind { $now }. Das Protokoll nennt beide.
begun-settings-moved = Einstellungen sind nicht mehr wie zu Beginn der Änderung. Damals: { $then }. Jetzt: { $now }. Die Änderung geht mit den jetzigen weiter.
begun-settings-none = nichts dergleichen
begun-other-target = Diese Änderung gehört zu { $wanted }, und die Seite ist mit { $is } verbunden
begun-other-target-hint = Auf dieser Seite Kubeconfig und Kontext des Clusters der Änderung wählen.
begun-damaged = beschädigt
begun-open = offener Schritt
begun-back = rollt zurück
begun-held = ruht
begun-stands = Schritt { $number } von { $of }: { $step }
begun-stands-end = alle { $of } Schritte liegen dahinter
begun-detail = begonnen { $started } · { $who } · zuletzt geschrieben { $last }
begun-damage = Das Journal bricht in Zeile { $line } ab; was davor steht, ist lesbar.
begun-damage-blocks = Ihr Journal ist beschädigt: Sie ist lesbar und geht nicht weiter
begun-completed = abgeschlossen
begun-rolled-back = zurückgerollt
begun-abandoned = abgebrochen
begun-ended = beendet { $last } · { $who }
begun-busy = Sie wird gerade aufgenommen
moment-under-a-minute = weniger als eine Minute
moment-just-now = gerade eben
moment-minutes = { $count ->
    [one] vor einer Minute
   *[other] vor { $count } Minuten
}
moment-hours = { $count ->
    [one] vor einer Stunde
   *[other] vor { $count } Stunden
}
moment-days = { $count ->
    [one] vor einem Tag
   *[other] vor { $count } Tagen
}
step-verdict-undone = Erledigt und seither zurückgenommen
step-verdict-stopped = Sie haben das Warten beendet. Was schon gesendet ist, bleibt
step-verdict-skipped = Übersprungen: { $reason }
step-verdict-forced = Trotzdem weitergemacht: { $reason }
step-look-again = Neu nachsehen
step-check-again = Neu prüfen
step-try-again = Erneut versuchen
step-look-whether = Nachsehen, ob es geschah
step-progress = { $done } von { $all } Schritten · { $time }
step-progress-back = { $done } von { $all } Schritten zurück · { $time }
step-finish = { $title }: erledigt
step-finish-about = Alle Schritte liegen hinter Ihnen. Journal und Protokoll sind im Ordner der Änderung; das Protokoll ist der Text für das Ticket.
step-finish-steps = { $count ->
    [one] Ein Schritt ausgeführt, wie das Verfahren sagt
   *[other] { $count } Schritte ausgeführt, wie das Verfahren sagt
}
step-finish-steps-back = { $count ->
    [one] Ein Schritt des Rückwegs ausgeführt, wie das Verfahren sagt
   *[other] { $count } Schritte des Rückwegs ausgeführt, wie das Verfahren sagt
}
step-finish-skipped = „{ $step }“ wurde übersprungen: **{ $reason }**
step-finish-forced = „{ $step }“ gelang nicht, und die Änderung ging weiter: **{ $reason }**
step-finish-added = Vom Antrag hinzugefügt: **{ $step }**
deed-nothing = Weitermachen

## Dialogs (logic)

dialog-over = Schritt { $number } von { $of }
dialog-inverse = Solange diese Änderung läuft und niemand anders daran geändert hat; danach wird neu gefragt. Ohne Häkchen wird in jedem Fall gefragt
dialog-added = Dieser Schritt wurde vom Antrag hinzugefügt; er gehört nicht zum Verfahren
dialog-claimed = Der Autor des Verfahrens behauptet, dass sich dies gefahrlos wiederholen lässt; Changeover kann es nicht wissen
dialog-exact = Dasselbe auf der Befehlszeile
dialog-type = { $word } tippen, um weiterzumachen
undo-scale = Lässt sich zurücknehmen: auf die Zahl der Pods, die vorher da war
undo-restore = Lässt sich zurücknehmen: die Datei, wie das Repository sie zu Beginn der Änderung hatte
undo-apply = Lässt sich zurücknehmen: das frühere Manifest wieder anwenden
undo-revert = Lässt sich zurücknehmen: durch einen Commit, der ihn rückgängig macht
undo-delete = Lässt sich zurücknehmen: was dieser Schritt anlegt, wird wieder entfernt
undo-route = Lässt sich zurücknehmen: Die Route führt wieder zu dem Service wie jetzt
undo-other = Lässt sich zurücknehmen
outside-image-missing = { $place } hat kein Image { $image }
outside-image-missing-hint = Die Version prüfen, und ob der Build des Image fertig ist
outside-image-private = { $place } zeigt { $image } nicht ohne Anmeldung: Es ist privat, oder es gibt es nicht
outside-image-private-hint = Den Namen prüfen, und ob das Paket öffentlich ist
outside-image-too-many = { $place } nimmt von hier vorerst keine Fragen mehr an: zu viele Anfragen
outside-image-server = { $place } hat einen eigenen Fehler und antwortete mit Status { $status }
outside-image-not-registry = Was unter { $place } antwortet, ist keine Image-Registry
outside-image-not-registry-hint = Den Host im Namen des Image prüfen; vielleicht antwortet ein Proxy oder eine Anmeldeseite statt der Registry
outside-image-digest = { $place } hat für { $image } etwas anderes gesendet, als der Digest sagt
outside-image-digest-hint = Nicht verwenden. Ein Spiegel oder Proxy dazwischen ist vielleicht gestört; dessen Betreiber müssen nachsehen
outside-image-blocked = Die Einstellungen sperren die Registry von { $image } und nennen keinen Spiegel, der gefragt wird
outside-image-blocked-hint = In registries.conf einen Spiegel nennen, oder das Image von einer anderen Registry nehmen
outside-image-name = „{ $image }“ ist kein Name eines Image
outside-image-name-hint = Ein Name sieht aus wie registry.example/group/name:tag, in Kleinbuchstaben
outside-wait-hint = In { $wait } neu fragen
outside-wait-unknown-hint = Die Registry sagt nicht, wann neu zu fragen ist; einige Minuten warten
outside-again-hint = Es wurde nichts geändert; erneut versuchen
outside-no-name = Für { $host } wurde keine Adresse gefunden
outside-refused = { $host } hat die Verbindung abgewiesen
outside-timeout = { $host } antwortete nicht innerhalb von { $seconds ->
    [one] 1 Sekunde
   *[other] { $seconds } Sekunden
}
outside-broken = Die Verbindung zu { $host } brach ab
outside-network-hint = Netz und Namen prüfen, und ob ein Proxy gebraucht wird (HTTPS_PROXY)
outside-tls = Keine sichere Verbindung zu { $host }: { $reason }
outside-tls-hint = Hat Ihre Organisation eine eigene Zertifizierungsstelle, deren Datei in den Einstellungen nennen
outside-image-found = { $image } ist da: { $digest }
outside-image-hours = Gebaut vor { $count ->
    [0] weniger als einer Stunde
    [one] 1 Stunde
   *[other] { $count } Stunden
} ({ $at })
outside-image-days = Gebaut vor { $count ->
    [one] 1 Tag
   *[other] { $count } Tagen
} ({ $at })
outside-image-platforms = Für { $platforms }
outside-image-size = { $size } zu ziehen
outside-image-details-missing = Es gibt es, doch mehr war darüber nicht zu lesen: { $why }
outside-used-mirror = Beim Spiegel { $place } gefragt, den { $file } nennt
outside-used-registries = Bei { $place } gefragt, wie { $file } sagt
outside-used-insecure = Die Verbindung zu { $place } war nicht gesichert: Die Einstellungen erlauben das
outside-used-ca = Einer Zertifizierungsstelle aus { $file } wurde neben denen des Systems vertraut
outside-settings-unread = { $file } konnte nicht gelesen werden
outside-settings-format = { $file } ist keine registries.conf der Version 2
outside-settings-version-one = { $file } ist eine registries.conf der Version 1; die Einträge als [[registry]] schreiben
outside-settings-entry = { $file }: „{ $entry }“ ist keine Registry wie host:port/path
outside-settings-ca = { $file } enthält kein brauchbares Zertifikat
outside-settings-tls = Dieses System hat keine Zertifizierungsstellen, darum ist keine sichere Verbindung möglich
outside-site-url = „{ $url }“ ist keine Webadresse, die mit http:// oder https:// beginnt
outside-site-login = Die Adresse bei { $host } enthält einen Benutzernamen oder ein Passwort, das ins Protokoll käme
outside-site-pattern = „{ $pattern }“ ist kein regulärer Ausdruck
outside-site-status = { $url } antwortete mit Status { $status } statt { $wanted }
outside-site-body = { $url } antwortete, aber nicht mit „{ $pattern }“
outside-site-body-cut = { $url } antwortete, aber ohne „{ $pattern }“ im ersten Megabyte
outside-site-redirect = { $url } führt ins Leere weiter
outside-site-tries = Gefragt: { $tries ->
    [one] einmal
   *[other] { $tries }-mal
}
outside-site-good = { $url } antwortete mit Status { $status } nach { $ms } ms
outside-site-redirected = Weitergeführt zu { $url }
outside-site-certificate = { $days ->
    [one] Das Zertifikat der Site endet in 1 Tag
   *[other] Das Zertifikat der Site endet in { $days } Tagen
}

## Start screen

start-app-name = Changeover
start-appearance-light = Hell
start-appearance-dark = Dunkel
start-title = Änderung starten
start-choose = Wählen…
start-optional = optional

start-cluster = 1 · Cluster
start-kubeconfig = Kubeconfig
start-context = Kontext
start-server = Server
start-namespace = Namespace
start-who = Sie sind
start-who-unknown = nach dem Verbinden bekannt
start-no-kubeconfig = erst eine Kubeconfig wählen
start-no-context = diese Kubeconfig nennt keinen
start-open-file = Andere Datei öffnen…
start-reconnect = Neu verbinden

start-repository = 2 · Infrastruktur-Repository
start-folder = Ordner
start-branch = Branch
start-last-commit = Letzter Commit
start-author = Autor
start-open-folder = Anderen Ordner öffnen…
start-reread = Neu lesen

start-procedure = 3 · Verfahren
start-no-procedure = Es wurde kein Verfahren gefunden
start-column-name = Name
start-column-does = Was es tut
start-column-steps = Schritte
start-column-rollback = Rollback
start-column-source = Quelle

start-second = Eine zweite Person ist gefragt
start-second-asks = **{ $who }** bittet Sie, dies anzusehen: { $step }
start-second-facts = Änderung { $change } · Plan und Vorschlag { $digests }
start-second-deed = Ich habe es angesehen und stimme zu
start-second-agreed = Sie haben zugestimmt; die andere Person kann jetzt weitermachen.
start-unfinished = Begonnen und nicht beendet
start-resume-button = Wieder aufnehmen
start-resume = Wieder aufnehmen: { $title }
start-export-button = Exportieren…
start-export = Exportieren: { $title }
start-begun-busy = liest
start-held = Ruht: { $reason }
start-import = Änderung importieren…
start-finished = Beendete Änderungen
start-finished-show = zeigen
start-finished-show-name = Beendete Änderungen zeigen
start-finished-hide = ausblenden
start-finished-hide-name = Beendete Änderungen ausblenden
start-roll-back = Zurückrollen: { $title }
start-rest = Für später gelassen: { $title }
start-record-button = Protokoll
start-record = Protokoll zeigen: { $title }

start-details = 4 · Angaben
start-no-parameters = Dieses Verfahren verlangt keine Angaben
start-open-link = öffnen
start-open-link-of = Link von { $field } öffnen
start-suggestions-of = { $field }: aus der Liste wählen
start-pattern = muss { $pattern } entsprechen
start-derived = Ergibt sich aus diesen Werten

request-button = Antrag…
request-title = Der Antrag, bereit für ein Ticket
request-about = Damit wird die Änderung beantragt; das braucht kein Recht im Cluster und führt nichts aus. Wer sie ausführt, beginnt mit diesem Ticket.
request-missing = Noch nicht:
request-open-place = Kein Cluster ist verbunden: Cluster und Namespace wählt, wer die Änderung ausführt.
request-long = Der Text ist zu lang für die Adresse der Ticketseite. Dort wird er gekürzt, und der ganze Text kommt in die Zwischenablage.
request-shortened = Der Text wurde hier gekürzt: Er war zu lang für eine Adresse. Der ganze Text ist in der Zwischenablage: an Stelle dieses Textes einfügen.
request-labels = Mit den Labels: { $names }
request-assignees = Zugewiesen an: { $names }
request-copy = Text kopieren
request-save = Speichern…
request-open = Neues Ticket bei { $host } öffnen
request-close = Schließen
request-copied = Der Antrag ist in der Zwischenablage
request-on-clipboard = Der ganze Antrag ist in der Zwischenablage: an Stelle des gekürzten Textes einfügen
request-saved = Der Antrag steht in { $file }
request-pick-to = Wohin soll der Antrag geschrieben werden?

ticket-button = Mit einem Ticket beginnen…
ticket-title = Mit einem Ticket beginnen
ticket-about = Den Text eines Tickets einfügen, eine Datei öffnen oder ein Ticket nennen, das alle lesen dürfen. Er wird gelesen und Zeile für Zeile gezeigt; ausgefüllt wird erst, was Sie übernehmen, und ausgeführt wird nichts.
ticket-text = Text des Tickets
ticket-address = Adresse eines Tickets
ticket-address-hint = https://github.com/besitzer/name/issues/17
ticket-fetch = Von dort lesen
ticket-read = Text lesen
ticket-pick = Datei öffnen…
ticket-pick-from = Text eines Tickets wählen
ticket-reading = liest
ticket-back = Anderes Ticket
ticket-choose-title = Welches Verfahren verlangt das Ticket?
ticket-choose-none = Das Ticket nennt kein Verfahren, das hier bekannt ist. Das gemeinte wählen oder ein anderes Ticket lesen.
ticket-choose-several = Zum Ticket passt mehr als ein Verfahren. Das gemeinte wählen.
ticket-choose = Lesen als: { $title }
ticket-review-title = Dies verlangt das Ticket
ticket-procedure = Verfahren: { $title }
ticket-asked-by = Beantragt von { $who }, wie das Ticket sagt
ticket-nobody = Das Ticket sagt nicht, wer es beantragt
ticket-taken = Füllt das Formular ({ $count })
ticket-taken-none = Nichts darin füllt das Formular.
ticket-left = Passt nicht und wird nicht übernommen ({ $count })
ticket-unknown = Nicht verstanden: bitte selbst lesen ({ $count })
ticket-told = Schon bekannt, oder in den Worten des Verfahrens ({ $count })
ticket-told-about = Ausgeführt werden die Schritte des Verfahrens, nicht diese Zeilen.
ticket-more = { $count ->
    [one] 1 weitere Zeile ist nicht aufgeführt
   *[other] { $count } weitere Zeilen sind nicht aufgeführt
}
ticket-hides = Das Ticket verlangt mehr, als hier gezeigt werden kann, und wird deshalb nicht übernommen. Den Teil kopieren, der die Änderung verlangt, und diesen lesen lassen.
ticket-replaces = Was jetzt auf der Startseite ausgefüllt ist, wird ersetzt.
ticket-take-over = Übernehmen
ticket-line = Zeile { $number }
ticket-fills = { $field }: { $value }
ticket-misfit = { $field }: { $why }
ticket-change-before = Vor dem Deployment: { $what }
ticket-change-after = Nach dem Deployment: { $what }
ticket-deviation = Anders als sonst in Schritt { $number }: { $text }
ticket-when = Es sagt nicht, ob dies vor oder nach dem Deployment kommt
ticket-no-place = Das Verfahren hat keinen Platz für Änderungen dieser Art
ticket-disagrees = andere Stellen des Tickets sagen etwas anderes
ticket-untouched = so gelassen, wie es in der Vorlage steht
ticket-covered = in dieser Adresse wurde ein Passwort verdeckt
ticket-sign-taken = Übernommen
ticket-sign-left = Nicht übernommen
ticket-sign-unknown = Nicht verstanden
ticket-sign-told = Bekannt
ticket-from = Aus { $what }
ticket-from-by = Aus { $what }, beantragt von { $who }
ticket-pasted = dem Text eines Tickets
ticket-open = Ticket öffnen
ticket-let-go = lösen
ticket-let-go-name = Die Änderung vom Ticket lösen
ticket-file-large = { $name } ist keine Datei oder größer als 1 MB
ticket-file-large-hint = Den Teil des Textes kopieren, der die Änderung verlangt, und einfügen.
ticket-file-no-text = { $name } ist kein Text
ticket-file-no-text-hint = Das Ticket als Text oder Markdown speichern, oder den Text einfügen.

issue-address = Das ist nicht die Adresse eines Tickets
issue-address-hint = Sie beginnt mit https:// und endet mit /issues/ und einer Zahl, ohne Benutzernamen und Passwort. Oder den Text des Tickets einfügen.
issue-private = { $host } zeigt dieses Ticket nicht allen
issue-too-many = { $host } wurde von hier zu oft gefragt
issue-status = { $host } gab kein Ticket
issue-elsewhere = { $host } führt an einen anderen Ort, der nicht gefragt wurde
issue-long = Das Ticket ist länger als 1 MB
issue-format = Was zurückkam, ist kein Ticket
issue-paste = Es im Browser öffnen, den Text kopieren und hier einfügen.

start-request = 5 · Antrag
start-preview = Der Antrag, wie er lauten wird
start-copy-request = Antrag kopieren
start-config-before = Konfigurationsänderungen davor
start-config-after = Konfigurationsänderungen danach
start-config-none = Keine
start-config-add = Hinzufügen…
start-config-add-before = Konfigurationsänderung davor hinzufügen
start-config-add-after = Konfigurationsänderung danach hinzufügen
start-config-edit = ändern
start-config-edit-of = Ändern: { $what }
start-config-remove = entfernen
start-config-remove-of = Entfernen: { $what }
start-config-kind = Art
start-config-object = Objekt
start-config-container = Container
start-config-variable = Variable
start-config-path = Pfad
start-config-value = Wert
start-config-file = Datei
start-config-words = Was zu tun ist
start-config-take = Diese Änderung hinzufügen
start-config-change = Änderung übernehmen
start-config-leave = Formular verlassen
start-kind-set-variable = Umgebungsvariable setzen
start-kind-remove-variable = Umgebungsvariable entfernen
start-kind-set-value = Wert setzen
start-kind-remove-value = Wert entfernen
start-kind-apply-file = Datei anwenden
start-kind-human = Von Hand

doctor-search = Ursache finden
doctor-title = Der Weg zum Server
doctor-copy = Kopieren, was auf dem Weg zum Server gefunden wurde
doctor-stop = anhalten
doctor-again = alles neu versuchen
doctor-close = verbergen
doctor-not-asked = Nicht gefragt
doctor-late = Keine Antwort in der vorgesehenen Zeit
doctor-late-hint = Alles neu versuchen. Endet es jedes Mal hier, hält etwas auf dem Weg die Antwort zurück.
doctor-link-proxy = Proxy
doctor-link-address = Adresse
doctor-link-tcp = Verbindung
doctor-link-tls = Verschlüsselung und Zertifikat
doctor-link-sign-in = Anmeldung
doctor-link-who = Wer bin ich
doctor-link-rights = Rechte
doctor-link-version = Version des Servers
doctor-proxy-none = Kein Proxy führt dorthin
doctor-proxy-kubeconfig = Über { $proxy }, den die Kubeconfig nennt (proxy-url)
doctor-proxy-environment = Über { $proxy }, den die Umgebung nennt (HTTPS_PROXY, HTTP_PROXY)
doctor-address = { $host } hat die Adresse { $addresses }
doctor-address-unfit = { $address } ist keine Adresse eines Servers
doctor-address-unfit-hint = „server“ in der Kubeconfig ansehen.
doctor-address-unknown = Der Name { $host } hat hier keine Adresse
doctor-address-unknown-hint = Prüfen, ob er richtig geschrieben ist. Namen innerhalb einer Firma sind oft nur in deren Netz oder VPN bekannt.
doctor-address-silent = Der Nameserver antwortete zu { $host } nicht
doctor-address-silent-hint = Prüfen, ob dieser Rechner im Netz und das VPN an ist.
doctor-tcp = { $host } nimmt Verbindungen am Port { $port } an
doctor-tcp-proxy = Der Proxy { $host } nimmt am Port { $port } keine Verbindung an
doctor-tcp-proxy-hint = Prüfen, ob es der richtige Proxy ist und ob dieser Rechner in dessen Netz ist.
doctor-tls = Das Zertifikat gilt für { $name }
doctor-tls-by-proxy = Die verschlüsselte Verbindung kam hinter dem Proxy zustande
doctor-tls-none = Die Verbindung ist nicht verschlüsselt: Jeder auf dem Weg kann die Anmeldung mitlesen
doctor-tls-none-hint = Um eine Adresse bitten, die mit https beginnt.
doctor-tls-unchecked = Die Kubeconfig will keine Prüfung des Zertifikats (insecure-skip-tls-verify): Es könnte irgendwessen sein
doctor-tls-unchecked-hint = Um das Zertifikat der Zertifizierungsstelle bitten und es in der Kubeconfig nennen.
doctor-tls-silent = { $server } führt die verschlüsselte Verbindung nicht fort
doctor-tls-silent-hint = Etwas dazwischen hält sie vielleicht auf: eine Firewall, oder ein Proxy, den niemand genannt hat.
doctor-tls-names = Namen des Zertifikats: { $value }
doctor-tls-issuer = ausgestellt von: { $value }
doctor-tls-times = gültig von { $from } bis { $to }
doctor-tls-authority = gefragt wurde die Zertifizierungsstelle der Kubeconfig: { $value }
doctor-tls-authority-system = gefragt wurden die Zertifizierungsstellen des Systems
doctor-tls-authority-extra = und die Zertifizierungsstelle aus den Einstellungen: { $value }
doctor-tls-clock = Uhr dieses Rechners: { $value }
doctor-tls-own-name = die Kubeconfig will ein Zertifikat für { $name } (tls-server-name)
doctor-sign-in = Die Kubeconfig enthält eine Anmeldung für { $user }
doctor-sign-in-none = Die Kubeconfig enthält keine Anmeldung: Sie gehen anonym hin
doctor-plugin = { $command } gab eine Anmeldung
doctor-plugin-line = ausgeführt: { $value }
doctor-plugin-said = es meldete: { $value }
doctor-plugin-not-agreed = { $command } gibt die Anmeldung und wurde nicht ausgeführt: Noch hat niemand zugestimmt
doctor-plugin-not-agreed-hint = Den Befehl ansehen und „Zulassen und verbinden“ drücken.
doctor-who = Der Server kennt Sie als { $who }
doctor-who-untold = Der Server antwortet und sagt nicht, wer Sie sind
doctor-rights = Sie dürfen sehen, was in { $namespace } läuft
doctor-rights-none = Sie dürfen in { $namespace } keine Pods auflisten
doctor-rights-none-hint = Prüfen, ob es der richtige Namespace ist; oder bei den Administratoren des Clusters um Rechte darin bitten.
doctor-rights-silent = Der Server sagt nicht, was Sie in { $namespace } dürfen
doctor-version = Der Server ist { $version }
doctor-version-untold = Der Server sagt seine Version nicht
doctor-version-old = Der Server ist { $version }: älter als die, mit denen dieses Programm erprobt ist
doctor-version-new = Der Server ist { $version }: neuer als die, mit denen dieses Programm erprobt ist
doctor-version-unread = Der Server nennt seine Version { $version }

start-ready = Bereit zum Start?
start-check-again = Neu prüfen
start-check-good = In Ordnung
start-check-warn = Anzusehen
start-check-bad = Im Weg
start-check-waiting = Wird gefragt
start-check-unknown = Ließ sich nicht fragen
start-not-yet = Noch nicht:
ready-all = Alle Prüfungen zeigen
ready-back-to-start = Zurück zu den Angaben
ready-about = All dies wird von selbst neu gefragt, solange es gezeigt wird. Was endgültig im Weg ist, lässt sich nicht übergehen; was nur riskant ist, schon, mit einem Grund, den das Protokoll zeigt.
ready-sum = { $good } in Ordnung, { $warn } anzusehen, { $bad } im Weg
ready-more = { $count ->
    [one] und eine weitere
   *[other] und { $count } weitere
}
ready-age = vor { $age } gefragt
ready-row-age = vor { $age }
ready-state-passed = Übergangen
ready-passed = Sie machen trotzdem weiter: { $reason }
ready-count-again = zurücknehmen
ready-count-again-of = Zurücknehmen: { $check }
ready-go-past-button = Trotzdem weitermachen…
ready-past-moved = „{ $check }“ sagt inzwischen etwas anderes, als Ihnen gezeigt wurde: Die Prüfung hält weiter auf
ready-past-moved-hint = Noch einmal ansehen und neu entscheiden.
ready-rests-on = es beruht auf { $line }
ready-go-past = Trotzdem weitermachen: { $check }
ready-no-past = Das lässt sich nicht übergehen: Die Änderung ließe sich so nicht ausführen.
ready-evidence = { $count ->
    [one] worauf es beruht (eine Zeile)
   *[other] worauf es beruht ({ $count } Zeilen)
}
ready-evidence-of = Worauf es beruht: { $check }
ready-evidence-copy = Kopieren, worauf es beruht: { $check }

## Wizard

wizard-production = PRODUKTION
wizard-copy = kopieren
wizard-copied = kopiert
wizard-details = Einzelheiten
wizard-open = öffnen

wizard-state-waiting = nicht an der Reihe
wizard-state-looking = sieht nach
wizard-state-blocked = kann nicht beginnen
wizard-state-ready = bereit
wizard-state-running = im Gang
wizard-state-late = dauert länger
wizard-state-done = erledigt
wizard-state-deviation = anders erledigt
wizard-state-skipped = ausgelassen
wizard-state-failed = fehlgeschlagen
wizard-state-stopped = Warten beendet
wizard-state-unknown = nicht bekannt
wizard-state-undone = zurückgenommen

wizard-mark-change = Ändert sich
wizard-mark-same = Bleibt
wizard-mark-add = Wird angelegt
wizard-mark-remove = Wird weggenommen
wizard-mark-warn = Bitte ansehen
wizard-mark-bad = Spricht dagegen
wizard-mark-good = Spricht dafür
wizard-mark-note = Hinweis

wizard-happening = Was geschehen wird
wizard-happening-looking = Was dieser Schritt tun wird, wird aus Cluster und Repository gelesen
wizard-changed-lines = { $count ->
    [one] 1 geänderte Zeile
   *[other] { $count } geänderte Zeilen
}
wizard-copy-diff = Unterschied kopieren
diff-name = { $title }: Unterschied, { $count ->
    [one] 1 geänderte Zeile
   *[other] { $count } geänderte Zeilen
}
diff-beside = nebeneinander
diff-unified = untereinander
diff-unchanged = { $count ->
    [one] 1 unveränderte Zeile
   *[other] { $count } unveränderte Zeilen
}
diff-fold = { $count ->
    [one] 1 unveränderte Zeile einklappen
   *[other] { $count } unveränderte Zeilen einklappen
}
diff-row-same = { $text }
diff-row-same-at = Zeile { $line }: { $text }
diff-row-removed = entfernt: { $text }
diff-row-removed-at = entfernt, Zeile { $line }: { $text }
diff-row-added = hinzugefügt: { $text }
diff-row-added-at = hinzugefügt, Zeile { $line }: { $text }
timeline-title = Zeitleiste
timeline-open = Zeitleiste
timeline-about = woran niemand arbeitete, ist kurz gezeichnet
timeline-copy = Zeitleiste als Text kopieren
timeline-reading = Das Journal wird gelesen …
timeline-whole = Die Änderung
timeline-back = Zurück
timeline-waits = Auf einen Menschen gewartet
timeline-held = Ruhte
timeline-axis = Von { $from } bis { $until }
timeline-span = { $from } – { $until }, { $took }: { $what }
timeline-try = { $from } – { $until }, { $took }: { $what } (Versuch { $attempt })
seek-open = suchen
seek-open-name = Suchen in: { $what }
seek-hint = Gesuchte Wörter
read-across = Bewegt lange Zeilen seitwärts
wizard-command-line = Auf der Befehlszeile
wizard-copy-command = Befehlszeile kopieren
wizard-output-lines = { $count ->
    [one] 1 Zeile
   *[other] { $count } Zeilen
}
wizard-output-open = live
wizard-output-none-yet = Es wurde noch nichts geschrieben
wizard-output-none = Es wurde nichts geschrieben
wizard-output-dropped = { $count ->
    [one] 1 frühere Zeile ist nicht gezeigt
   *[other] { $count } frühere Zeilen sind nicht gezeigt
}
wizard-copy-output = Ausgabe kopieren
wizard-progress = Im Gang
wizard-progress-late = Dauert länger als gewöhnlich
wizard-notes = Notizen
wizard-question = Frage
wizard-answered = Beantwortet: { $answer }
wizard-announcement = Ankündigung
wizard-announcement-to = An
wizard-announcement-subject = Betreff
wizard-announcement-body = Text der Ankündigung
wizard-copy-announcement = Ankündigung kopieren
wizard-open-mail = Im Mailprogramm öffnen
wizard-commit-message = Commit-Nachricht
wizard-commit-files = Dateien in diesem Commit

wizard-skip = Überspringen, mit Grund…
wizard-go-on = Trotzdem weitermachen…
wizard-try-again = Erneut versuchen
wizard-look-again = Nachsehen, ob es geschah
wizard-stop-waiting = Warten beenden
wizard-add-note = Notiz hinzufügen…
wizard-undo-step = Schritt zurücknehmen…

wizard-roll-back = Zurückrollen…
wizard-do-rest = Für später gelassen…
wizard-take-back = { $route } zurückführen
wizard-hold = Ruhen lassen…
wizard-stop-going-back = Rückweg hier beenden…
wizard-rolling-back = rollt zurück
wizard-not-begun = { $count ->
    [one] 1 Schritt nicht begonnen
   *[other] { $count } Schritte nicht begonnen
}

wizard-copy-comment = Als Kommentar kopieren
wizard-comment-copied = Das Protokoll ist in der Zwischenablage: als Kommentar ins Ticket einfügen

wizard-rollback = Rollback
wizard-we-see = **Was zu sehen ist.** { $what }
wizard-back-to-change = Zurück zur Änderung
wizard-begin-way-back = Rückweg beginnen
wizard-way-steps = { $count ->
    [one] 1 Schritt
   *[other] { $count } Schritte
}
wizard-way-reason = Warum es dennoch getan wird
wizard-evidence-loading = liest
wizard-evidence-waiting = Es wird gelesen
wizard-evidence-empty = Nichts ist da: Das allein beweist nichts
wizard-evidence-no-match = Keine Zeile passt zu „{ $pattern }“: Das allein beweist nichts
wizard-evidence-left-out = { $count ->
    [one] 1 Zeile wurde ausgelassen
   *[other] { $count } Zeilen wurden ausgelassen
}
wizard-evidence-match = Passt:
wizard-evidence-bad = Spricht von einem Fehlschlag:

wizard-unknown = Niemand sah, wie dies endete
wizard-unknown-about = Es wurde gesendet; dann endete das Programm oder die Verbindung, bevor die Antwort kam. Das wird geklärt, bevor die Änderung weitergeht.
wizard-unknown-once = Das Programm wird es nicht wiederholen.
wizard-unknown-sent = Gesendet { $when }
wizard-world = Was die Welt jetzt sagt
wizard-world-at = gefragt { $time }
wizard-world-asking = fragt
wizard-world-waiting = Cluster und Repository werden gefragt, was gilt
wizard-world-failed = nicht beantwortet
wizard-world-happened = Es ist geschehen
wizard-world-did-not = Es ist nicht geschehen
wizard-world-cannot-tell = Lässt sich nicht sagen
wizard-it-happened = Es ist geschehen
wizard-it-did-not = Es ist nicht geschehen
wizard-ask-world = Neu fragen

wizard-held-by = **{ $who }** führt diese Änderung aus. Dieses Fenster liest nur.
wizard-take-over = Übernehmen…

wizard-live = Aktueller Stand
wizard-live-workloads = Deployments
wizard-live-pods = Pods
wizard-live-jobs = Jobs
wizard-live-routes = Routen
wizard-live-warnings = Warnungen
wizard-live-warnings-span = letzte 10 min
wizard-live-unseen = Nicht zu beobachten
wizard-live-none = keine
wizard-ready-count = { $ready } / { $wanted } bereit
wizard-terminating = { $count ->
    [one] 1 Pod endet gerade
   *[other] { $count } Pods enden gerade
}
wizard-paused = pausiert: Änderungen werden nicht ausgerollt
wizard-restarts = { $count ->
    [one] einmal neu gestartet
   *[other] { $count }-mal neu gestartet
}
wizard-pod-ready = Bereit
wizard-pod-starting = Startet
wizard-pod-ending = Endet
wizard-pod-succeeded = Beendet
wizard-pod-failed = Fehlgeschlagen
wizard-pod-trouble = Störung
wizard-job-running = Läuft
wizard-job-finishing = Wird fertig
wizard-job-suspended = Ausgesetzt
wizard-job-suspended-hint = Er wartet, bis jemand spec.suspend auf false setzt
wizard-cron-suspended = Ausgesetzt
wizard-cron-suspended-hint = Er legt keine Jobs an, bis jemand spec.suspend auf false setzt; von Hand lässt sich weiterhin einer anlegen
wizard-job-complete = Abgeschlossen
wizard-job-failed = Fehlgeschlagen
wizard-route-any-host = jeder Host

wizard-link-connecting = verbindet
wizard-link-live = live · Server gehört vor { $ago }
wizard-link-live-now = live · Server gehört vor weniger als 10 s
wizard-link-stale = veraltet · { $ago } alt · { $why }
wizard-link-never = nicht live · { $why }
wizard-stale = Diese Zeilen sind { $ago } alt
wizard-never-live = Der Cluster hat seinen Stand noch nicht gemeldet
wizard-stale-said = Die Verbindung ist verloren: Was zu sehen ist, ist nicht mehr von jetzt. { $why }
wizard-journal-saved = Journal gesichert { $time }

wizard-finish-done = Was getan wurde
wizard-finish-left = Was davon bleibt
wizard-finish-commit = Commit
wizard-finish-record = Protokoll
wizard-finish-journal = Journal
wizard-finish-leave = Weitere Änderung starten
wizard-open-record = Protokoll zeigen
wizard-copy-commit = Commit-Kennung kopieren
wizard-copy-record = Pfad des Protokolls kopieren
wizard-copy-journal = Pfad des Journals kopieren

## Dialogs

dialog-on = auf
dialog-cancel = Abbrechen
dialog-dismiss = schließen
dialog-copy-notice = Meldung kopieren
dialog-moved = Seit Sie zuletzt hinsahen, hat sich etwas geändert
dialog-copy-exact = Genauen Text kopieren
dialog-sent = wird festgehalten
dialog-reason = Grund
dialog-note = Notiz
dialog-skip-title = Diesen Schritt überspringen?
dialog-skip-about = Er wird nicht ausgeführt. Der Grund steht fett im Protokoll.
dialog-skip-deed = Schritt überspringen
dialog-goon-title = Trotzdem weitermachen?
dialog-goon-about = Der Schritt endete nicht, wie er sollte. Der Grund steht fett im Protokoll.
dialog-goon-deed = Trotzdem weitermachen
dialog-note-title = Notiz hinzufügen
dialog-note-about = Die Notiz steht im Journal und im Protokoll.
dialog-note-deed = Notiz behalten
dialog-past-title = Starten, obwohl dies dagegen spricht?
dialog-past-about = Noch wird nichts gestartet. Der Grund steht fett im Protokoll und gilt, solange die Prüfung dasselbe sagt.
dialog-past-deed = Trotzdem weitermachen
dialog-waive-title = Weitermachen, obwohl etwas fehlt?
dialog-waive-about = Was dieser Schritt voraussetzt, ist nicht da. Er wird dennoch ausgeführt; der Grund steht fett im Protokoll.
dialog-waive-deed = Trotzdem weitermachen
dialog-happened-title = Ist es geschehen?
dialog-did-not-title = Ist es nicht geschehen?
dialog-settle-about = Cluster und Repository sagen es nicht. Worauf stützen Sie sich? Der Grund steht fett im Protokoll.
dialog-happened-deed = Es ist geschehen
dialog-did-not-deed = Es ist nicht geschehen
dialog-hold-title = Diese Änderung ruhen lassen?
dialog-hold-about = Es wird nichts mehr getan, bis sie jemand wieder aufnimmt, heute oder in einigen Tagen, hier oder auf einer anderen Maschine. Wer das tut, sieht den Grund.
dialog-hold-about-rehearsed = Dies ist ein Probelauf: Die Änderung lässt sich auf dessen Startseite wieder aufnehmen und ist verloren, wenn der Probelauf endet oder das Programm geschlossen wird.
dialog-hold-deed = Änderung ruhen lassen
dialog-stop-back-title = Den Rückweg hier beenden?
dialog-stop-back-about = Was zurückgenommen ist, bleibt es; der Rest bleibt, wie er ist. Der Grund steht fett im Protokoll.
dialog-stop-back-deed = Rückweg beenden
dialog-take-over-title = Diese Änderung übernehmen?
dialog-take-over-about = Das andere Fenster kann dann nur noch lesen. Wenn möglich, erst dort nachfragen: Eine Aktion, die dort im Gang ist, geht weiter. Der Grund steht fett im Protokoll.
dialog-take-over-deed = Änderung übernehmen

## Practice

practice-title = Übung
practice-words = Nichts hier ist echt, und nichts wird behalten: ein eigener Cluster in diesem Fenster, mit einem Beispiel-Repository.
practice-starting = Der Übungs-Cluster wird angelegt.
practice-closed = Die Übung hat ihren eigenen Cluster und ihr eigenes Repository. Beenden Sie sie, bevor Sie ein anderes öffnen.
practice-leave = Übung beenden
practice-busy = Eine Änderung ist im Gang. Erst diese verlassen.
practice-pace = { $pace }×
practice-pace-name = Die Zeit läuft { $pace }-mal so schnell
practice-trouble = Störungen…
practice-trouble-on = Störungen ({ $count } an)…
practice-trouble-title = Was schiefgehen kann
practice-trouble-close = Schließen
practice-do = Auslösen
practice-do-again = Noch einmal
practice-do-again-name = Ausgelöst. Noch einmal auslösen: { $what }
practice-do-name = Auslösen: { $what }
practice-kubectl = Derselbe Cluster aus einer Shell:
practice-kubectl-copy = Befehlszeile kopieren
practice-offer-title = Es wurde kein Cluster gefunden
practice-offer = Ohne Kubeconfig können Sie üben: eine ganze Änderung mit Backup, Rollout, Commit und Push, auf einem Cluster in diesem Fenster. Sie können Dinge schiefgehen lassen und den Rückweg finden.
practice-offer-button = Üben
practice-start = Übungs-Cluster starten
practice-failed = Der Übungs-Cluster konnte nicht gestartet werden: { $why }
practice-failed-hint = Er braucht einen freien Port auf dieser Maschine und einen Ordner für temporäre Dateien.
practice-switch-failed = Dies konnte nicht umgeschaltet werden: { $why }
practice-mails = Mail ({ $count })…
practice-mails-title = Mail
practice-mails-words = Nichts verlässt die Übung. Im Ernstfall hätte sich Ihr eigenes Mailprogramm damit geöffnet, und Sie würden senden.
practice-mail-to = An: { $to }
practice-mail-cc = Kopie an: { $to }
practice-mail-bcc = Blindkopie an: { $to }
practice-mail-nobody = noch niemand
practice-mail-opened = geöffnet um { $at }

rehearse-button = Probelauf…
rehearse-offer = Ein Probelauf führt die ganze Änderung und ihren Rückweg an einer Kopie aus: an einem Cluster in diesem Fenster und einem Klon des Repositorys mit eigenem Remote. Das Echte wird nur gelesen.
rehearse-title = Probelauf
rehearse-starting = Die laufenden Objekte werden kopiert, das Repository wird geklont. Das Echte wird nur gelesen.
rehearse-words = von „{ $title }“, an einer Kopie. Nichts Echtes wird geschrieben, und nichts hier wird behalten. Geprobt wird, was committet ist.
rehearse-leave = Probelauf beenden
rehearse-leave-held = Probelauf mit der ruhenden Änderung beenden
rehearse-finish-leave = Zurück zur echten Änderung
rehearse-finish-report = Bericht ansehen
rehearse-finish-about = Alle Schritte liegen hinter Ihnen, an der Kopie. Nichts Echtes wurde geschrieben. Der Bericht sagt, was kein Probelauf zeigen kann; Protokoll und Journal verschwinden mit dem Probelauf.
rehearse-attended-button = Schritt für Schritt proben
rehearse-alone-button = Unbeaufsichtigt proben
rehearse-attend = Anhalten und von Hand weitermachen
rehearse-ground-server = Alles geht an den Übungs-Server mit dem Zertifikat { $certificate }…
rehearse-ground-remote = Gepusht wird nach { $remote }
rehearse-report = Bericht…
rehearse-report-title = Was der Probelauf zeigte
rehearse-report-empty = Es wurde noch nichts geprobt.
rehearse-report-forward = Die Änderung
rehearse-report-back = Der Rückweg
rehearse-report-way = Der Rückweg: { $answer }
rehearse-way-nothing = Am Ende der Änderung führt diese Antwort zu nichts, was sich zurücknehmen ließe.
rehearse-way-stopped = Der Probelauf wurde vorher angehalten.
rehearse-now = Rückweg { $number } von { $count }: „{ $label }“. Jeder beginnt mit der ganzen Änderung, an derselben Kopie.
rehearse-now-next = Als Nächstes Rückweg { $number } von { $count }: „{ $label }“. Die Kopie wird neu angelegt.
rehearse-report-never = Was kein Probelauf zeigt
rehearse-report-left = Was nicht in der Kopie ist
rehearse-never-programs = Kein Image wird gezogen und kein Programm läuft: Jeder Container startet und wird bereit, jeder Job endet gut.
rehearse-never-secrets = Die Werte von Secrets sind ersetzt.
rehearse-never-outside = Keine Registry, Site oder Mailingliste draußen wird gefragt. Die Registry hat die Startseite gefragt.
rehearse-never-rights = Der Übungs-Server erlaubt alles; was Sie im Ernstfall dürfen, steht auf der Startseite.
rehearse-left = `{ $what }`: { $why }
rehearse-left-kind = der Übungs-Cluster kennt diese Art nicht
rehearse-left-unserved = die Übung hat keine Art { $kind } in { $version }, darum bleibt es bei jedem Apply aus
rehearse-left-nowhere = weder die Übung noch der echte Cluster hat eine Art { $kind } in { $version }: im Ernstfall würde das Apply fehlschlagen
rehearse-left-cluster-wide = es gehört zum ganzen Cluster, und nur der Namespace wird kopiert
rehearse-left-still = es ist da, doch für { $kind } werden keine Pods angelegt
rehearse-left-refused = der Übungs-Cluster hat es abgelehnt ({ $why })
rehearse-step-done = erledigt
rehearse-step-part = zum Teil
rehearse-step-not = nicht geprobt
rehearse-step-failed = schlug fehl
rehearse-step-open = noch offen
rehearse-step-running = im Gang
rehearse-sum = { $done } erledigt, { $not } nicht geprobt, { $failed } fehlgeschlagen
rehearse-limit-site = Die Site ist draußen, und ein Probelauf fragt draußen niemanden.
rehearse-limit-program = In den Containern eines Probelaufs läuft kein Programm.
rehearse-limit-digest = Die Registry des Probelaufs kennt Images nur nach ihren Tags.
rehearse-limit-kind = Die Übung hat keine Art { $kind }.
rehearse-unserved = Nicht geprobt: { $object }. Die Übung hat keine Art { $kind } in { $version }.
rehearse-limit-hint = Den Schritt auslassen und weitermachen.
rehearse-part-images = Die eigene Registry des Probelaufs wurde gefragt. Sie führt jedes Image, das die Änderung nennt; ob die echte es tut, steht auf der Startseite.
rehearse-part-log = Der Job lief bis zum Ende. Was sein Log sagt, lässt sich nicht proben: Nur das echte Programm schreibt es.
rehearse-part-job = Der Job lief bis zum Ende; sein Programm lief nicht.
rehearse-part-pods = Die Objekte wurden angewendet wie im Ernstfall. Die Pods sind gespielt: Ob sie im Ernstfall starten, lässt sich nicht proben.
rehearse-for-a-person = Das tut ein Mensch, und niemand kann es ihm abnehmen.
rehearse-waived = Dies ist ein Probelauf: Er geht ohne das weiter, was sich nicht proben ließ.
rehearse-stopped = Es wurde innerhalb von { $seconds } s nicht wie gewünscht und wurde aufgegeben. Der aktuelle Stand sagt, warum.
rehearse-unknown = (im Probelauf nicht bekannt)
rehearse-failed = Der Probelauf kam nicht zustande: { $why }
rehearse-moved = Das Repository hat andere Commits als zu Beginn des Probelaufs, darum wird keine weitere Antwort geprobt
rehearse-moved-hint = Die Änderung von der Startseite aus neu proben
rehearse-no-certificate = der Übungs-Server hat kein Zertifikat
rehearse-other-server = Die Freigabe gilt für den Übungs-Server eines Probelaufs, und dies ist ein anderer Server.
rehearse-other-remote = Die Freigabe gilt für den Klon eines Probelaufs, und ein Push aus diesem Repository geht anderswohin.
rehearse-refused-hint = Es wurde nichts getan. Den Probelauf beenden und einen neuen beginnen.

## Cluster page

page-change = Änderung
page-change-name = Seite: Änderung
page-cluster = Cluster
page-cluster-name = Seite: Cluster
survey-title = Cluster
survey-connecting = Verbindet …
survey-no-cluster = Es ist kein Cluster verbunden. Auf der Seite „Änderung“ Kubeconfig und Kontext wählen; mehr braucht es hier nicht.
survey-workloads = Workloads
survey-pods = Pods
survey-jobs = Jobs
survey-routes = Routen
survey-warnings = Warnungen der letzten Stunde
survey-namespace = Namespace
survey-all-namespaces = Alle Namespaces
survey-filter = Filter
survey-filter-hint = Filter: Name, Zustand, Image, Node, Label …
survey-only-problems = Nur Probleme
survey-first-problem = { $more ->
        [0] { $state } · { $name }
       *[other] { $state } · { $name } (+{ $more })
    }
survey-under-way = { $count } im Gang
survey-partial = bisher { $count }, noch nicht alle gelesen
survey-none = Keine
survey-none-left = Keine Zeile bleibt: Der Filter oder „Nur Probleme“ verbirgt alle
survey-all-well = Alle wie gewünscht
survey-routes-open = bei { $count } ist nicht bekannt, ob sie Anfragen bedienen
survey-order-by = Nach { $column } ordnen
columns-divider = Breite der Spalte { $column }
columns-divider-about = Ziehen, oder mit ← und → bewegen. Ein Doppelklick oder Enter macht die Spalte so breit wie ihre längsten sichtbaren Wörter.
survey-name = Name
survey-state = Zustand
survey-age = Alter
survey-ready-column = Bereit
survey-done = Fertig
survey-image = Image
survey-image-or-schedule = Image oder Zeitplan
survey-schedule = Zeitplan
survey-restarts = Neustarts
survey-node = Node
survey-way = Führt zu
survey-reason = Grund
survey-times = Anzahl
survey-last = Zuletzt
survey-ready = Bereit
survey-stopped = Auf 0 skaliert
survey-daemons = { $have } von { $want } Nodes führen es aus
survey-daemons-hint = Seine Pods auf den anderen Nodes ansehen
survey-job-failed = Fehlgeschlagen: { $reason ->
    [BackoffLimitExceeded] Jeder Versuch schlug fehl, weitere folgen nicht (BackoffLimitExceeded)
    [DeadlineExceeded] Er lief länger als erlaubt (DeadlineExceeded)
    [PodFailurePolicy] Seine Failure-Policy hat ihn beendet: { $message } (PodFailurePolicy)
    [MaxFailedIndexesExceeded] Mehr Teile schlugen fehl als erlaubt (MaxFailedIndexesExceeded)
    [FailedIndexes] Einige Teile schlugen fehl (FailedIndexes)
   *[other] { $reason }: { $message }
}
survey-with-cause = { $state } · { $pod }: { $cause }
survey-job-failed-hint = { $reason ->
    [BackoffLimitExceeded] Das Log des letzten Versuchs ansehen; der Job wird nicht von selbst wiederholt, er muss neu angelegt werden
    [DeadlineExceeded] Im Log nachsehen, was so lange dauerte; activeDeadlineSeconds muss vielleicht länger sein
    [PodFailurePolicy] Seine Failure-Policy nennt Exit-Codes, die ihn sofort beenden: das Log des fehlgeschlagenen Pods ansehen
    [MaxFailedIndexesExceeded] Die Logs der fehlgeschlagenen Teile ansehen; die anderen wurden angehalten
    [FailedIndexes] Die Logs der fehlgeschlagenen Teile ansehen; die anderen sind fertig
   *[other] Seine Ereignisse und die Logs seiner Pods ansehen
}
survey-cron-waits = Wartet auf seine Zeit
survey-route-ready = Führt zu bereiten Pods
survey-overview = Überblick
survey-events = Ereignisse
survey-yaml = YAML
survey-yaml-note = Secrets und managedFields sind verborgen
survey-loading = liest
survey-close = Schließen
survey-gone = Es ist weg
survey-copy-name = Namen kopieren
survey-copy-kubectl = kubectl-Zeile kopieren
survey-copy-yaml = YAML kopieren
survey-hidden = Nicht alles ist lesbar
survey-owners = Gehört zu
survey-containers = Container
survey-labels = Labels
survey-took = Dauer
survey-usually = gewöhnlich { $time } ({ $runs ->
    [one] 1 Lauf
   *[other] { $runs } Läufe
})
survey-revisions = Revisionen
survey-revision = { $revision }: { $ready } von { $pods } Pods bereit
survey-no-events = Keine Ereignisse; der Server behält sie etwa eine Stunde
survey-read = gelesen vor { $ago }

# Zeilen vom letzten Mal, bis der Server die jetzigen gemeldet hat
last-known-connecting = Stand von vor { $ago }; verbindet …
last-known-unkept = Nicht behalten
last-known-no-warnings = Nicht bekannt, bis der Server sie meldet
last-known-no-drift-yet = Nicht verbunden: Repository und Cluster lassen sich vergleichen, sobald der Server antwortet.
last-known-no-drift = Nicht verbunden, darum lässt sich nichts vergleichen.
last-known-offline = Nicht verbunden: Bekannt ist nur, was die Zeile zuletzt sagte. Ereignisse, YAML und Logs kommen mit der Verbindung.
last-known-offline-read = Nicht verbunden: So wurde es vor { $ago } gelesen.
last-known-offline-logs = Nicht verbunden: Logs kommen mit der Verbindung.

# Repository ↔ Cluster
drift-tab-live = Was läuft
drift-tab = Repository ↔ Cluster
drift-no-repository = Es ist kein Repository gewählt. Auf der Seite „Änderung“ seinen Ordner wählen; dann lassen sich seine Manifeste mit dem Cluster vergleichen.
drift-what = Vergleicht die committeten Manifeste von { $repository } mit dem Cluster. Objekte ohne Namespace zählen als in { $home }.
drift-nothing-written = Es wird nichts geschrieben: Der Server wird um einen Dry-Run jedes Apply gebeten. Das braucht für die Arten der Manifeste die Rechte get, patch und create.
drift-compare = Vergleichen
drift-again = Neu vergleichen
drift-stop = Vergleich anhalten
drift-reading = liest das Repository
drift-progress = { $done } von { $all } Objekten
drift-compared = verglichen vor { $ago }
drift-commit = Commit { $commit }: { $summary }
drift-count-differs = { $count ->
    [one] 1 weicht ab
   *[other] { $count } weichen ab
}
drift-count-missing = { $count ->
    [one] 1 fehlt im Cluster
   *[other] { $count } fehlen im Cluster
}
drift-count-open = { $count } nicht verglichen
drift-count-same = { $count }, die ein Apply nicht ändern würde
drift-elsewhere = { $count ->
    [one] 1 Objekt gehört in einen anderen Namespace
   *[other] { $count } Objekte gehören in andere Namespaces
}
drift-plain = { $count ->
    [one] 1 andere YAML-Datei ist kein Manifest
   *[other] { $count } andere YAML-Dateien sind keine Manifeste
}
drift-left-out = { $count ->
    [one] 1 Datei wurde ausgelassen: zu viele Dateien, zu groß oder ein unbrauchbarer Name
   *[other] { $count } Dateien wurden ausgelassen: zu viele Dateien, zu groß oder ein unbrauchbarer Name
}
drift-none = Kein Manifest gehört hierher
drift-same = Ein Apply würde nichts ändern
drift-differs = { $count ->
    [one] Weicht in 1 Feld ab
   *[other] Weicht in { $count } Feldern ab
}
drift-only-metadata = { $count ->
    [one] Nur Metadaten weichen ab (1 Label oder Annotation)
   *[other] Nur Metadaten weichen ab ({ $count } Labels oder Annotationen)
}
drift-missing = Fehlt im Cluster
drift-chart = Ein Helm-Chart: helm macht Objekte daraus, darum werden die Dateien nicht verglichen
drift-kustomize = Quellen von kustomize: kustomize macht Objekte daraus, darum werden die Dateien nicht verglichen
drift-template = Ein OpenShift-Template: Es wird erst bei der Verarbeitung zu Objekten, darum wird es nicht verglichen
drift-go-template = Eine Vorlage mit {"{{ … }}"}: Sie wird erst zum Manifest, wenn ein Werkzeug sie ausfüllt, darum wird sie nicht verglichen
drift-unfilled = Ein Platzhalter ist nicht ausgefüllt ({ $what }), darum wird nicht verglichen
drift-unreadable = Nicht lesbar: { $why }
drift-twice = Es steht zweimal in der Datei: Das in Zeile { $line } bleibt ohne Wirkung, das letzte zählt
drift-also-in = Dasselbe Objekt steht auch in { $files }
drift-secret = Ein Secret: Die Werte sind auf beiden Seiten verborgen; gesagt wird, ob sie abweichen, nicht, wie sie lauten
drift-secret-placeholder = Ein Secret mit Platzhaltern: Seine wahren Werte kommen anderswoher. Ein Apply dieser Datei würde die Platzhalter an ihre Stelle setzen
drift-secret-placeholder-same = Ein Secret mit Platzhaltern, und der Cluster hat dieselben Platzhalter: Die wahren Werte wurden nie eingesetzt
drift-edited = { $file } hat Bearbeitungen, die nicht committet sind; verglichen wird der committete Stand
drift-warning = Der Server warnt: { $words }
drift-held-by-controller = { $field } wird vom Controller { $manager } gehalten: { $live } im Cluster, { $file } im Repository
drift-held-by-hand = { $field } wurde von Hand geändert ({ $manager }, { $at }): { $live } im Cluster, { $file } im Repository
drift-held-by-hand-undated = { $field } wurde von Hand geändert ({ $manager }): { $live } im Cluster, { $file } im Repository
drift-other-server = Nicht verglichen: Ein anderer API-Server antwortet dafür und achtet einen Dry-Run vielleicht nicht
drift-unknown-server = Nicht verglichen: Es darf nicht gefragt werden, ob ein anderer API-Server dafür antwortet, und so einer achtet einen Dry-Run vielleicht nicht. Es braucht das Recht get für apiservices oder customresourcedefinitions
drift-fixed = Weicht ab und lässt sich nicht anwenden: Was abweicht, wird nur beim Anlegen des Objekts gesetzt
drift-fixed-hint = Die Worte des Servers unten nennen das Feld. Das Feld lassen, wie es im Cluster ist. Um es zu ändern, muss das Objekt neu angelegt werden; bei einem Claim, einem Volume, einem Namespace oder dem Objekt eines Operators löscht das die Daten
drift-unknown-kind = Der Cluster kennt die Art { $kind } von { $version } nicht
drift-unknown-kind-hint = Vielleicht ist ihre Definition (CustomResourceDefinition) nicht installiert, oder die Version wird nicht mehr angeboten
drift-no-object = Es hat kein { $missing }
drift-no-namespace = Fehlt im Cluster, und mit ihm sein Namespace
drift-webhook = Der Admission-Webhook { $webhook } des Clusters verbietet Dry-Runs, darum ist kein Vergleich möglich
drift-webhook-hint = Ein Webhook mit Nebenwirkungen muss „sideEffects: None“ erklären, um ohne Änderung gefragt zu werden. Ein Administrator des Clusters kann das setzen
drift-copy-kubectl = kubectl-diff-Zeile kopieren
drift-legend = − wie im Cluster, + wie im Repository
drift-column-object = Objekt
drift-column-standing = Stand
drift-column-place = Datei

# Wer sonst an ein Objekt schreibt, und was er zurücknähme
fight-autoscaler = Der Autoscaler { $name } (HorizontalPodAutoscaler, von { $least } bis { $most }) steuert die Zahl der Pods: Er setzt seine eigene Zahl binnen Sekunden wieder; nur bei 0 ruht er, bis jemand mehr setzt. Seine Grenzen ändern, oder ihm die Zahl überlassen
fight-keda = KEDA (ScaledObject { $name }, von { $least } bis { $most }) steuert die Zahl der Pods und startet von 0 aus wieder Pods, sobald es Arbeit gibt. Erst pausieren (Annotation autoscaling.keda.sh/paused)
fight-keda-least = KEDA (ScaledObject { $name }, von { $least } bis { $most }) steuert die Zahl der Pods und setzt wieder mindestens { $least }. Erst pausieren (Annotation autoscaling.keda.sh/paused)
fight-keda-held = KEDA (ScaledObject { $name }) ist bei { $replicas } Pods pausiert und setzt diese Zahl wieder (Annotation autoscaling.keda.sh/paused-replicas). Die Zahl dort ändern, oder stattdessen die Annotation autoscaling.keda.sh/paused setzen
fight-keda-unread = KEDA (ScaledObject { $name }) steuert die Zahl der Pods; es setzt vielleicht seine eigene Zahl wieder, auch von 0 aus. Erst pausieren (Annotation autoscaling.keda.sh/paused)
fight-budget = Das Disruption-Budget { $name } ({ $keeps }) begrenzt, wie viele Pods auf einmal gehen, wenn Nodes geleert werden. Es nimmt nichts zurück
fight-argo = Argo CD (Application { $application }) hält dieses Objekt, wie sein eigenes Repository es hat: Was hier geändert wird, nimmt der nächste Sync vielleicht zurück. Die Änderung in jenem Repository machen, oder dessen automatischen Sync solange abschalten
fight-argo-unnamed = Argo CD hält dieses Objekt, wie sein eigenes Repository es hat: Was hier geändert wird, nimmt der nächste Sync vielleicht zurück. Die Änderung in jenem Repository machen, oder dessen automatischen Sync solange abschalten
fight-flux = Flux ({ $by }) hält dieses Objekt, wie sein eigenes Repository es hat: Was hier geändert wird, nimmt die nächste Runde binnen Minuten zurück. Die Änderung in jenem Repository machen, oder { $by } solange aussetzen
fight-flux-release = Flux ({ $by }) hält dieses Objekt über Helm: Was hier geändert wird, nimmt das nächste Upgrade zurück, und binnen Minuten, wo die Drift-Erkennung des HelmRelease an ist. Die Änderung in den Values des Release machen, oder { $by } solange aussetzen
fight-helm = Das Helm-Release { $release } hat dieses Objekt angelegt: Sein nächstes Upgrade oder Rollback setzt wieder die Werte des Charts. Die Änderung auch in den Values des Charts machen
fight-rancher = Rancher ({ $owner }) hält dieses Objekt, wie es dort steht: Was hier geändert wird, nimmt die nächste Runde vielleicht zurück. Die Änderung auch dort machen
fight-operator = Ein Operator hat dieses Objekt für { $owner } angelegt und setzt es wieder, wenn es abweicht. Stattdessen { $owner } ändern
fight-lifecycle = Der Operator Lifecycle Manager ({ $owner }) hat dieses Objekt installiert und setzt es wieder, wenn es abweicht. Stattdessen die Einstellungen des Operators ändern
fight-policy = Eine Regel des Clusters ({ $manager }) setzt { $fields } bei jedem Schreiben: Was ein Manifest dort sagt, wird ersetzt. Fragen, wer die Regeln betreut
fight-terraform = Terraform hat dieses Objekt geschrieben: Sein nächster Lauf setzt wieder seine eigenen Werte. Die Änderung auch in Terraform machen
fight-controller = Der Controller { $manager } schreibt { $fields }: Er setzt sie vielleicht wieder. Vor dem Ändern fragen, wer ihn betreibt
fight-person = Von Hand geändert mit { $manager } um { $at }: { $fields }. Ein Apply des Manifests nimmt das vielleicht zurück
fight-person-undated = Von Hand geändert mit { $manager }: { $fields }. Ein Apply des Manifests nimmt das vielleicht zurück
fight-unread = Es ließ sich nicht fragen, ob auch { $kinds } dieses Objekt steuern
fight-title = Wer sonst daran schreibt
fight-of = { $object }: { $words }
ready-right-optional = { $who } fehlt das Recht { $right }: Was neben dieser Änderung die Zahl der Pods steuert, lässt sich vorher nicht sagen
ready-right-optional-hint = Die Änderung lässt sich ausführen. Ein Administrator des Clusters kann dieses Recht geben
ready-right-optional-unknown = Ob Sie sehen dürfen, was neben dieser Änderung die Zahl der Pods steuert, ließ sich nicht erfragen

# Der Weg einer Anfrage: von einem Namen zu den Pods.
way-name = Name
way-endpoints-title = Endpunkte
way-pods-title = Pods
way-box = { $kind } { $name }: { $state }
way-box-of = { $kind } von { $name }: { $state }
way-share = { $share } %
way-chip-broken = unterbrochen
way-chip-unknown = nicht bekannt
way-chip-redirect = Umleitung
way-fold = Weg der Anfragen für { $name } zeigen
way-unfold = Weg der Anfragen für { $name } ausblenden
way-more = Nur Anfragen mit { $more }
way-image-pods = { $count ->
    [one] 1 Pod: { $image }
   *[other] { $count } Pods: { $image }
}
way-any-listener-host = jeder Host ihres Listeners
way-door-any = Anfragen für jeden Host
way-door-listener = Anfragen für jeden Host ihres Listeners
way-door-tls = Über TLS
way-door-plain = Ohne TLS
way-door-open = Die Route sagt nicht, ob TLS benutzt wird
way-door-unread = Aus der Regel { $rule } war kein Host zu lesen
way-door-unread-hint = Die Regel im YAML ansehen; die Site selbst lässt sich von Hand fragen
way-door-unnamed = Noch kein Router hat ihr einen Host gegeben
way-door-unnamed-hint = Ein Router gibt den Namen binnen Sekunden. Kommt keiner, müssen die Betreiber der Router nachsehen
way-door-claimed = { $kind } { $other } ist älter und beansprucht { $host }{ $path } ebenfalls: Welche von beiden gefragt wird, sagt niemand
way-door-claimed-hint = Die Site fragen, welche von beiden antwortet, und der anderen den Namen nehmen
way-unfollowed = Objekte der Art { $kind } werden derzeit nicht verfolgt: Was gezeigt wird, ist vielleicht alt
way-route-taken = Übernommen von { $by }
way-route-address = Erreichbar unter { $by }
way-route-refused = Nicht zugelassen von { $by }: { $reason ->
    [HostAlreadyClaimed] Eine andere Route hat diesen Host schon (HostAlreadyClaimed). { $message }
    [RouteNotAdmitted] Die Einstellungen des Routers erlauben es nicht (RouteNotAdmitted). { $message }
    [NoHostValue] Sie hat keinen Host, und der Router gibt ihr keinen (NoHostValue). { $message }
    [InvalidHost] Ihr Host ist kein gültiger Name (InvalidHost). { $message }
    [ExtendedValidationFailed] Ihr Zertifikat oder Schlüssel ist nicht brauchbar (ExtendedValidationFailed). { $message }
    [ExternalCertificateValidationFailed] Das Secret mit ihrem Zertifikat ist nicht brauchbar (ExternalCertificateValidationFailed). { $message }
    [ExternalCertificateSecretDeleted] Das Secret mit ihrem Zertifikat ist weg (ExternalCertificateSecretDeleted). { $message }
    [NotAllowedByListeners] Ihre Listener erlauben es nicht (NotAllowedByListeners). { $message }
    [NoMatchingListenerHostname] Kein Listener hat so einen Host (NoMatchingListenerHostname). { $message }
    [NoMatchingParent] Es gibt keinen solchen Listener (NoMatchingParent). { $message }
    [UnsupportedValue] Sie verlangt etwas, das das Gateway nicht kann (UnsupportedValue). { $message }
    [IncompatibleFilters] Ihre Filter gehen nicht zusammen (IncompatibleFilters). { $message }
    [RefNotPermitted] Sie darf dieses Gateway nicht benutzen (RefNotPermitted). { $message }
   *[other] { $reason }. { $message }
}
way-route-refused-hint = { $reason ->
    [HostAlreadyClaimed] Einen anderen Host oder Pfad wählen, oder die ältere Route entfernen; ein Host gehört einem Namespace
    [RouteNotAdmitted] Die Betreiber der Router fragen, welche Routen sie nehmen; oft fehlt ein Label oder ein Namespace
    [NoHostValue] Einen Host in die Route schreiben
    [InvalidHost] Einen gültigen Host in die Route schreiben: Kleinbuchstaben, höchstens 63 Zeichen zwischen zwei Punkten
    [ExtendedValidationFailed] Zertifikat, Schlüssel und Zertifizierungsstelle der Route berichtigen; sie müssen zusammengehören
    [ExternalCertificateValidationFailed] Das Secret prüfen, das die Route nennt: seine Art, die Rechte des Routers daran, sein Zertifikat
    [ExternalCertificateSecretDeleted] Das Secret, das die Route nennt, wieder anlegen
    [NotAllowedByListeners] Der Listener des Gateways muss Routen dieses Namespace und dieser Art erlauben (allowedRoutes)
    [NoMatchingListenerHostname] Der Route einen Host geben, den ein Listener des Gateways hat
    [NoMatchingParent] parentRefs der Route prüfen: Name des Gateways, sein Namespace, sectionName und port
    [UnsupportedValue] Die Meldung nennt das Feld; es so schreiben, wie das Gateway es kennt
    [IncompatibleFilters] Einen der Filter, die die Meldung nennt, aus der Regel nehmen
    [RefNotPermitted] Ein ReferenceGrant im Namespace des Gateways muss es erlauben
   *[other] Die Meldung sagt, was nicht angenommen wird; die Betreiber der Router oder Gateways wissen mehr
}
way-route-unresolved = { $by } kann nicht hinführen, wohin es soll: { $reason ->
    [RefNotPermitted] Kein ReferenceGrant erlaubt es (RefNotPermitted). { $message }
    [BackendNotFound] Es gibt keinen solchen Service (BackendNotFound). { $message }
    [InvalidKind] Ein Ziel einer Art, die es nicht kennt (InvalidKind). { $message }
    [UnsupportedProtocol] Der Service spricht ein Protokoll, das es nicht kennt (UnsupportedProtocol). { $message }
   *[other] { $reason }. { $message }
}
way-route-unresolved-hint = { $reason ->
    [RefNotPermitted] Im Namespace des Service einen ReferenceGrant anlegen, der diese Route dorthin führen lässt
    [BackendNotFound] Den Service anlegen, oder die Route einen nennen lassen, den es gibt
    [InvalidKind] Die Route zu einem Service führen lassen
    [UnsupportedProtocol] appProtocol am Port des Service ansehen
   *[other] Die Meldung sagt, was sich nicht auflösen lässt
}
way-route-partial = { $by } nimmt nur einen Teil davon ({ $reason }). { $message }
way-route-partial-hint = Die Regeln, die nicht genommen werden, antworten mit einem Fehler: Die Meldung nennt sie
way-route-unprogrammed = { $by } hat sie übernommen, und was die Anfragen bedient, hat sie noch nicht: { $reason ->
    [Pending] Sie wird eingerichtet (Pending). { $message }
    [AddressNotAssigned] Es ist keine Adresse zugewiesen (AddressNotAssigned). { $message }
    [AddressNotUsable] Die verlangte Adresse ist nicht brauchbar (AddressNotUsable). { $message }
    [NoResources] Das Gateway hat keinen Platz dafür (NoResources). { $message }
    [Invalid] Die Einstellungen des Gateways sind nicht gültig (Invalid). { $message }
   *[other] { $reason }. { $message }
}
way-route-unprogrammed-hint = { $reason ->
    [Pending] Gewöhnlich eine Sache von Sekunden
   *[other] Die Betreiber des Gateways müssen danach sehen
}
way-route-old = { $by } hat ihren neuesten Stand noch nicht beurteilt
way-route-old-hint = Gewöhnlich eine Sache von Sekunden. Bleibt es so, müssen die Betreiber des Gateways nachsehen
way-route-unseen = Noch kein Router hat sie beurteilt
way-route-unseen-hint = Gewöhnlich eine Sache von Sekunden. Bleibt es so, nimmt kein Router Routen dieses Namespace oder mit diesen Labels
way-route-no-gateway = Sie nennt kein Gateway
way-route-no-gateway-hint = Unter parentRefs ein Gateway nennen
way-route-no-gateway-named = Noch kein Gateway hat sie beurteilt ({ $asks })
way-route-no-gateway-named-hint = Prüfen, ob es dieses Gateway gibt und ob ein Controller für seine Klasse läuft
way-route-silent = Objekte dieser Art sagen nicht, ob ein Controller sie übernommen hat
way-route-silent-hint = Die Site selbst fragen, ob sie antwortet
way-route-silent-named = Objekte dieser Art sagen nicht, ob ein Controller sie übernommen hat ({ $asks })
way-route-silent-named-hint = Die Site selbst fragen, ob sie antwortet. Wenn nicht, prüfen, ob ein Controller dieser Klasse läuft
way-route-redirects = Antwortet mit einer Umleitung
way-route-filtered = Sie nennt keinen Service; ob ein Filter oder eine Middleware antwortet, ist nicht bekannt
way-route-nowhere = Sie nennt keinen Service: Anfragen führen ins Leere
way-route-nowhere-hint = Die Regel einen Service nennen lassen
way-route-weightless = Alle Gewichte sind 0: Anfragen führen ins Leere
way-route-weightless-hint = Einem der Services ein Gewicht über 0 geben
way-service-fine = Es gibt ihn
way-service-fine-named = Port { $port }
way-service-headless = Ohne eigene Adresse (headless)
way-service-headless-named = Port { $port }, ohne eigene Adresse (headless)
way-service-external = Führt aus dem Cluster hinaus, zu { $to }
way-service-weightless = Gewicht 0: Nichts geht zu { $service }
way-service-unknown = Services und ihre Endpunkte werden nicht gelesen, oder noch nicht
way-service-elsewhere = Er ist im Namespace { $namespace }, der hier nicht angesehen wird
way-service-cross = Er ist im Namespace { $namespace }: Ob Traefik dorthin führen darf, steht in dessen eigenen Einstellungen
way-service-portless = Sie nennt keinen Port des Service { $service }
way-service-portless-hint = Den Port in der Route nennen: Der Service hat mehrere, oder die Art verlangt einen
way-service-no-grant = Kein ReferenceGrant im Namespace { $namespace } erlaubt, zu { $service } zu führen
way-service-no-grant-hint = In jenem Namespace einen ReferenceGrant anlegen, der HTTPRoutes von hier zum Service führen lässt
way-target-kind = { $kind } { $service } wird nicht weiter verfolgt
way-beyond = Nicht bekannt
way-endpoints = { $count ->
    [one] 1 Endpunkt
   *[other] { $count } Endpunkte
}
way-endpoints-none = Kein Endpunkt
way-endpoints-none-hint = Den Selector des Service prüfen, und ob Pods diese Labels haben
way-endpoints-portless = Kein Endpunkt des Service { $service } hat einen Port
way-endpoints-portless-hint = Die Ports des Service und der Container der Pods prüfen
way-endpoints-port = Kein Endpunkt des Service { $service } hat den Port { $port }
way-endpoints-port-hint = targetPort der Route oder des Service prüfen: Es muss Name oder Nummer eines Container-Ports sein
way-pods = { $ready } von { $all } Pods bereit
way-pods-none = Der Service { $service } wählt keinen Pod ({ $selector })
way-pods-none-hint = Den Selector des Service prüfen, und ob der Workload dahinter Pods hat: Vielleicht ist er auf 0 skaliert
way-pods-no-endpoint = Der Service { $service } hat keinen Endpunkt ({ $selector })
way-pods-no-endpoint-hint = Den Selector des Service prüfen, und ob der Workload dahinter Pods hat: Vielleicht ist er auf 0 skaliert
way-pods-no-address = Kein Pod, den der Service { $service } wählt, hat schon eine Adresse ({ $selector })
way-pods-no-address-hint = Die Pods ansehen: Dort steht, worauf sie warten
way-pods-by-hand = Der Service { $service } hat keinen Selector, und niemand hat Endpunkte für ihn geschrieben
way-pods-by-hand-hint = Dem Service einen Selector geben, oder ein EndpointSlice für ihn schreiben
way-ask = { $host } jetzt fragen
way-ask-name = { $url } jetzt fragen
way-ask-soon = Die Einstellungen für Sites werden noch gelesen; gleich noch einmal fragen
way-ask-practice = In Übung und Probelauf wird keine echte Site gefragt
way-asking = fragt
way-asked = gefragt vor { $ago }
way-site-answer = Antwortete mit Status { $status } nach { $ms } ms
way-site-certificate = Das Zertifikat der Site
way-own-certificate = Das Zertifikat in der Route
way-certificate = { $whose } gilt noch { $days ->
    [0] weniger als einen Tag
    [one] 1 Tag
   *[other] { $days } Tage
}
way-certificate-ended = { $whose } ist abgelaufen

## Logs
# Was zwischen den Zeilen steht.
logs-no-previous = { $container } von { $pod }: Vor diesem gab es keinen Container, oder der Node hat sein Log weggeworfen
logs-previous-unread = { $container } von { $pod }: Die letzten Zeilen vor dem Neustart waren nicht lesbar
logs-restarted = { $container } von { $pod } ist neu gestartet (Neustart { $count })
logs-restarted-often = { $container } von { $pod } ist neu gestartet (Neustart { $count }); nicht gesehen wurde, was er davor schrieb, in { $lost ->
    [one] { $lost } Start
   *[other] { $lost } Starts
}
logs-ended = { $container } von { $pod } endete mit Exit-Code { $code }
logs-ended-reason = { $container } von { $pod } endete mit Exit-Code { $code } ({ $reason })
logs-pod-gone = { $pod } ist weg; was { $container } zuletzt vielleicht schrieb, ist nicht mehr lesbar

# Was um sie herum steht.
logs-title = Logs
logs-lines = Zeilen des Logs
logs-find = Im Log suchen
logs-find-hint = Suchen (Ctrl+F)
logs-regex = .*
logs-regex-name = Regulärer Ausdruck
logs-case = Aa
logs-case-name = Groß- und Kleinschreibung beachten
logs-seeking = sucht …
logs-found-none = nicht gefunden
logs-found = { $count ->
    [one] { $count } Zeile
   *[other] { $count } Zeilen
}
logs-found-at = { $place } von { $count ->
    [one] { $count } Zeile
   *[other] { $count } Zeilen
}
logs-found-so-far = bisher { $count } …
logs-no-expression = Das ist kein regulärer Ausdruck: { $problem }
logs-back = Voriger
logs-next = Nächster
logs-first-error = Erster Fehler
logs-following = Folgt
logs-to-the-end = Ans Ende
logs-following-hint = Die neueste Zeile bleibt in Sicht (End). Hochscrollen löst sich davon
logs-wrap = Umbruch
logs-wrap-hint = Lange Zeilen werden umbrochen
logs-times = Zeiten
logs-times-hint = Vor jeder Zeile steht, wann sie geschrieben wurde, in UTC
logs-previous = Vor dem Neustart
logs-previous-hint = Was jeder Container schrieb, bevor er zum letzten Mal neu gestartet wurde
logs-since = Ab wann
logs-since-ever = Alles Vorhandene
logs-since-minutes = Letzte { $count } min
logs-since-hours = { $count ->
    [one] Letzte Stunde
   *[other] Letzte { $count } Stunden
}
logs-save = Speichern…
logs-pick-to = Wohin soll das Log geschrieben werden?
logs-saved = Das Log steht in { $file }
logs-saved-partly = { $lost ->
    [one] { $lost } Zeile fehlt in { $file }: Sie konnte nicht behalten werden
   *[other] { $lost } Zeilen fehlen in { $file }: Sie konnten nicht behalten werden
}
logs-copy-too-large = Diese Zeilen sind mehr als 4 MB: bitte speichern
logs-not-copied = Die Zeilen konnten nicht kopiert werden
logs-not-saved = Das Log konnte nicht in { $file } geschrieben werden
logs-copy = { $count ->
    [one] Zeile
   *[other] { $count } Zeilen
} kopieren
logs-copy-too-many = Zu viele Zeilen zum Kopieren: bitte speichern
logs-large = Groß
logs-large-hint = Die Logs füllen die Seite
logs-no-pods = Es gibt jetzt keinen Pod. Sobald es einen gibt, folgt sein Log
logs-standing = { $lines ->
    [one] { $lines } Zeile
   *[other] { $lines } Zeilen
}, { $size } · { $pods ->
    [one] { $pods } Pod
   *[other] { $pods } Pods
}{ $state ->
    [followed] { $followed ->
        [one] { " " }· { $followed } Container wird mitgelesen
       *[other] { " " }· { $followed } Container werden mitgelesen
    }
    [over] { " " }· alle Container haben geendet
   *[other] { "" }
}
logs-server-silent = Nicht gehört seit { $at }: Diese Zeilen sind vielleicht nicht die neuesten. Es wird ständig neu versucht
logs-server-never = Noch nicht gehört. Es wird ständig neu versucht
logs-broken = { $count ->
    [one] { $count } Container ist gerade nicht lesbar, es wird neu versucht; zuletzt gehört um { $at }
   *[other] { $count } Container sind gerade nicht lesbar, es wird neu versucht; der erste von ihnen wurde zuletzt gehört um { $at }
}
logs-broken-never = { $count ->
    [one] { $count } Container ist noch nicht lesbar, es wird neu versucht
   *[other] { $count } Container sind noch nicht lesbar, es wird neu versucht
}
logs-try-again = Erneut versuchen
logs-waiting = { $count ->
    [one] { $count } Container ist noch nicht gestartet
   *[other] { $count } Container sind noch nicht gestartet
}
logs-left-out = { $count ->
    [one] { $count } Container wartet, bis andere gelesen sind: Es wären zu viele auf einmal offen
   *[other] { $count } Container warten, bis andere gelesen sind: Es wären zu viele auf einmal offen
}
logs-lost = { $count ->
    [one] { $count } Zeile konnte nicht behalten werden: Die Platte für temporäre Dateien ist fast voll
   *[other] { $count } Zeilen konnten nicht behalten werden: Die Platte für temporäre Dateien ist fast voll
}

# Felder.
field-full = Dieses Feld fasst { $most } Zeichen. Was danach kommt, wurde ausgelassen.

# Der Verlauf, und was ein Protokoll über Abweichungen sagt.
page-history = Verlauf
page-history-name = Seite: Verlauf
record-deviations-title = Abweichungen vom Verfahren
record-deviation-not-upstream = Die Datei des Verfahrens ist nicht auf dem Standard-Branch des Upstreams
record-deviation-uncommitted = Die Datei des Verfahrens ist nicht committet
record-passed = Gestartet, obwohl eine Prüfung dagegen sprach. { $check } { $found }. Grund: { $reason }
record-passed-heading = Übergangene Prüfungen
record-deviation-value = { $name }: { $value }, nicht der Standardwert des Verfahrens
record-deviation-added = Für diese Änderung zum Verfahren hinzugefügt
record-deviation-reason = Anders ausgeführt: { $reason }
record-deviation-tries = { $count }-mal versucht
record-deviation-abandoned = Die Änderung wurde vor ihrem Ende abgebrochen
record-left-out = { $lines ->
    [one] 1 Zeile ist hier ausgelassen
   *[other] { $lines } Zeilen sind hier ausgelassen
}; sie stehen in der Datei des Protokolls
record-comment-cut = Das Protokoll ist länger, als ein Kommentar sein darf. Der Rest steht in der Datei des Protokolls.
history-title = Verlauf
history-reading = liest
history-reading-one = Das Protokoll wird gelesen
history-reread = Neu lesen
history-count = { $count ->
    [one] 1 Änderung
   *[other] { $count } Änderungen
}
history-count-of = { $shown } von { $count ->
    [one] 1 Änderung
   *[other] { $count } Änderungen
}
history-count-open = { $count ->
    [one] 1 ist nicht beendet
   *[other] { $count } sind nicht beendet
}
history-from = Die dieser Maschine und die Protokolle in changes/ des Repositorys
history-from-none = Die dieser Maschine. Ist ein Repository gewählt, stehen auch die Protokolle aus seinem changes/ hier
history-from-practice = Die dieser Übung. Sie verschwinden mit ihr
history-search = Suche
history-search-hint = Suche: Titel, Verfahren, Namespace, Cluster, Person, Wert, #Ticket …
history-by-procedure = Verfahren
history-by-procedure-all = Alle Verfahren
history-by-result = Ergebnis
history-by-result-all = Alle Ergebnisse
history-by-person = Person
history-by-person-all = Alle Personen
history-by-cluster = Cluster
history-by-cluster-all = Alle Cluster
history-column-title = Änderung
history-column-standing = Stand
history-column-procedure = Verfahren
history-column-cluster = Cluster / Namespace
history-column-by = Begonnen von
history-column-last = Zuletzt geschrieben ({ $zone })
history-ago = vor { $ago }; begonnen { $begun }
history-open = Nicht beendet
history-completed = Abgeschlossen
history-rolled-back = Zurückgerollt
history-abandoned = Vor dem Ende abgebrochen
history-untold = Nicht angegeben
history-under-way = In diesem Fenster im Gang
history-stands = { $stands }
history-open-then = als das Protokoll geschrieben wurde
history-rest = etwas wurde für später gelassen
history-newer-format = Eine neuere Version von Changeover hat es geschrieben: Es erzählt vielleicht mehr, als hier gezeigt wird
history-foreign = Kein Protokoll von Changeover: gezeigt, wie es geschrieben steht
history-from-repository = Repository
history-unread = { $count ->
    [one] 1 Ordner oder Datei ist keine lesbare Änderung. Sie bleibt, wo sie ist
   *[other] { $count } Ordner oder Dateien sind keine lesbaren Änderungen. Sie bleiben, wo sie sind
}
history-unread-show = welche
history-unread-show-name = Zeigen, was nicht lesbar ist
history-unread-hide = ausblenden
history-unread-hide-name = Ausblenden, was nicht lesbar ist
history-unreadable = nicht lesbar ({ $why })
history-never-begun = wurde nie begonnen: Die erste Zeile ist nicht vollständig
history-no-change = beschädigt ab Zeile { $line }, sodass nicht zu erkennen ist, was es war
history-newer = geschrieben von Version { $app } von Changeover, die neuer ist als diese
history-left-out = { $count ->
    [one] 1 Datei ist ausgelassen: Es sind zu viele, zusammen sind sie zu groß, oder ihr Name ist nicht brauchbar
   *[other] { $count } Dateien sind ausgelassen: Es sind zu viele, zusammen sind sie zu groß, oder ihre Namen sind nicht brauchbar
}
history-open-folder = Ordner von { $name } öffnen
history-open-folder-button = öffnen
history-none-fit = Keine Änderung passt zum Gesuchten.
history-show-all = Alle zeigen
history-none = Noch keine Änderung
history-none-about = Jede Änderung, die auf dieser Maschine begonnen wird, steht vom ersten Schritt an hier, mit ihrem Protokoll. Protokolle anderer stehen hier, wenn sie in changes/ des Repositorys liegen.
history-difference = Unterschied
history-facts = Auf einen Blick
history-back = ← Verlauf
history-back-name = Zurück zum Verlauf
history-asked-by = beantragt von { $who }
history-when = { $started } bis { $last } ({ $zone })
history-copy = Als Kommentar kopieren
history-copied = Kopiert
history-copy-about = Das ganze Protokoll als Markdown, bereit zum Einfügen ins Ticket. Was für einen Kommentar zu lang ist, bleibt aus, und das steht dabei.
history-save = Als Markdown speichern…
history-put = Ins Repository legen
history-put-about = Schreibt das Protokoll als Datei nach changes/ des Repositorys, wo das ganze Team es findet. Es wird nicht committet.
history-open-own-folder = Ordner öffnen
history-pick-to = Wohin soll das Protokoll geschrieben werden?
history-saved = Das Protokoll steht in { $file }
history-not-saved = Das Protokoll konnte nicht in { $file } geschrieben werden
history-put-done = Das Protokoll steht in { $file } des Repositorys. Es ist nicht committet: Das bleibt Ihnen überlassen.
history-saved-files = Das Protokoll steht in { $file }, daneben { $along ->
    [one] eine Datei
   *[other] { $along } Dateien
} seiner Notizen{ $left ->
    [0] .
    [one] ; eine ist nicht da oder nicht mehr, wie sie war, und fehlt.
   *[other] ; { $left } sind nicht da oder nicht mehr, wie sie waren, und fehlen.
}
history-put-files = Das Protokoll steht in { $file } des Repositorys, mit { $along ->
    [one] einer Datei
   *[other] { $along } Dateien
} seiner Notizen in changes/evidence/{ $left ->
    [0] .
    [one] ; eine ist nicht da oder nicht mehr, wie sie war, und fehlt.
   *[other] ; { $left } sind nicht da oder nicht mehr, wie sie waren, und fehlen.
} Nichts ist committet: Das bleibt Ihnen überlassen.
history-put-same = Das Repository hat dieses Protokoll schon, in { $file }
history-put-edited = { $file } gibt es schon, sagt etwas anderes, und kein Commit hat es
history-put-edited-hint = Ansehen. Committen oder wegnehmen, dann das Protokoll noch einmal dorthin legen.
history-put-other = { $file } gibt es schon und sagt etwas anderes als das Journal
history-put-other-hint = Ansehen: Vielleicht stehen Worte von jemandem darin. Wegnehmen oder umbenennen, dann das Protokoll dorthin legen.
history-no-name = Der Name { $change } der Änderung kann kein Dateiname sein
history-no-repository = { $file } liegt in einem Repository, das jetzt nicht offen ist
history-shared = Im Repository als { $file }
history-shared-uncommitted = Im Repository als { $file }, noch nicht committet
history-shared-older = { $file } im Repository sagt nicht, was das Journal inzwischen sagt: das Protokoll noch einmal dorthin legen
history-shared-other = { $file } im Repository sagt etwas anderes als das Journal: bitte ansehen
history-copy-git = git-Zeile kopieren
history-copy-git-name = Befehlszeile kopieren, die das Protokoll committet
history-cut = Das Protokoll ist länger als hier gezeigt. Ganz steht es in seiner Datei.

# Tastatur: Kürzel, die Liste der Befehle.
keys-title = Tastenkürzel
keys-button = ?
keys-everywhere = Überall
keys-palette = Liste der Befehle
keys-dialog = Dialoge
keys-field = Felder für Pfade und Namen
keys-choices = Felder mit Liste
keys-rows = Zeilen der Clusterseite
keys-columns = Trennlinien zwischen Spalten
keys-logs = Logs
keys-find = Suche in Logs, Unterschieden und Ausgaben
keys-reading = Protokoll, Unterschied, Ausgabe
keys-beside = Einstellungen und Verlauf
keys-past = Zeilen des Verlaufs
keys-lines = Zeilen eines Logs
keys-do-commands = Alle Befehle, und Objekte bei ihren Namen
keys-do-keys = Diese Tastenkürzel
keys-do-help = Hilfe zur gezeigten Seite
keys-do-timeline = Die Zeitleiste der Änderung, die im Gang ist
keys-do-change = Die Seite der Änderung
keys-do-cluster = Die Seite des Clusters
keys-do-history = Die Seite aller Änderungen
keys-do-settings = Die Einstellungen
keys-do-larger = Alles größer
keys-do-larger-too = Alles größer, ohne Umschalttaste
keys-do-smaller = Alles kleiner
keys-do-usual-size = Die gewöhnliche Größe
keys-do-command-next = Die nächste Zeile
keys-do-command-before = Die Zeile davor
keys-do-command-take = Tut, was gewählt ist; nach einer Aktion fragt weiterhin ihr eigener Dialog
keys-do-commands-close = Verlässt die Liste
keys-do-dialog-close = Schließt den Dialog; es wurde nichts zugestimmt
keys-do-dialog-up = Scrollt Hilfe und Tastenkürzel nach oben
keys-do-dialog-down = Scrollt Hilfe und Tastenkürzel nach unten
keys-do-field-leave = Lässt das Feld, wie es war
keys-do-list-next = Öffnet die Liste; der nächste Wert
keys-do-list-before = Der Wert davor
keys-do-list-take = Nimmt den gewählten Wert
keys-do-list-close = Schließt die Liste
keys-do-row-next = Die nächste Zeile
keys-do-row-before = Die Zeile davor
keys-do-row-leave = Schließt das Objekt neben den Zeilen
keys-do-column-narrower = Macht die Spalte schmaler
keys-do-column-wider = Macht die Spalte breiter
keys-do-column-fit = Macht die Spalte so breit wie ihre längsten sichtbaren Wörter
keys-do-log-find = Ins Suchfeld
keys-do-log-top = Die erste Zeile
keys-do-log-end = Die neueste Zeile, von da an mitgelesen
keys-do-log-page-up = Eine Seite nach oben
keys-do-log-page-down = Eine Seite nach unten
keys-do-log-all = Wählt alle Zeilen
keys-do-find-next = Die nächste Fundstelle
keys-do-find-before = Die Fundstelle davor
keys-do-line-up = Eine Zeile nach oben
keys-do-line-down = Eine Zeile nach unten
keys-do-lines-leave = Hebt die Auswahl der Zeilen auf
keys-do-text-find = Sucht im Protokoll oder in einem Unterschied oder einer Ausgabe
keys-do-read-down = Eine Zeile weiter
keys-do-read-up = Eine Zeile zurück
keys-do-read-page-down = Ein Stück der Seite weiter, auch auf der Seite selbst
keys-do-read-page-up = Ein Stück der Seite zurück, auch auf der Seite selbst
keys-do-read-top = Zum Anfang
keys-do-read-end = Zum Ende
keys-do-read-right = Bewegt lange Zeilen nach links
keys-do-read-left = Bewegt lange Zeilen zurück
keys-do-beside-leave = Zurück zur Seite davor
keys-do-past-find = Ins Feld, das unter allen Änderungen sucht
keys-do-past-open = Öffnet das Protokoll der Zeile
keys-do-past-next = Die nächste Änderung
keys-do-past-before = Die Änderung davor
keys-do-past-page-down = Viele Änderungen weiter
keys-do-past-page-up = Viele Änderungen zurück
keys-do-past-first = Die erste Änderung der Liste
keys-do-past-last = Die letzte Änderung der Liste

commands-title = Befehle
commands-button = Befehle
commands-hint = Einen Befehl oder den Namen eines Objekts tippen
commands-none = Nichts hier heißt so. Die Liste enthält, was das Fenster jetzt anbietet.
commands-none-said = Nichts passt
commands-said = { $label }, { $at } von { $all }
commands-keys = { $before } { $next } wählen · { $take } dorthin · { $close } verlassen
commands-in-pages = Seite
commands-in-program = Programm
commands-in-start = Start
commands-in-records = Protokoll
commands-in-steps = Schritt
commands-in-step = Dieser Schritt
commands-in-change = Diese Änderung
commands-in-cluster = Cluster
commands-page-change = Zur Änderung
commands-page-cluster = Zum Cluster
commands-page-history = Zum Verlauf
commands-page-settings = Zu den Einstellungen
commands-light = Helle Farben
commands-dark = Dunkle Farben
commands-columns = Alle Spalten der Tabellen so breit wie üblich
commands-busy = Eine Änderung ist darin im Gang
commands-leave-practice = Übung verlassen
commands-practise = Auf einem eigenen Cluster üben
commands-procedure = Das Verfahren „{ $name }“ wählen
commands-context = Den Kontext { $name } wählen
commands-kubeconfig = Kubeconfig öffnen…
commands-repository = Repository öffnen…
commands-record = Protokoll von „{ $title }“ öffnen
commands-step = Zu Schritt { $number }: { $title }
commands-detail = { $part } zeigen
commands-section = { $section } zeigen
commands-all-rows = Alle Zeilen, nicht nur Probleme

# Hilfe.
help-title = Hilfe zu dieser Seite
help-hint = { $key } Hilfe
help-of = Hilfe: { $page }
help-can = Was Sie hier tun können
help-words = Was die Wörter bedeuten
help-keys = Tasten
help-all-keys = Alle Tastenkürzel
help-close = Schließen
help-copy-diagnosis = Diagnose kopieren
help-copy-diagnosis-about = Version, System, Seite, Verbindung, letzte Fehlschläge und Zeiten, für alle, die Ihnen helfen. Ohne Passwörter, Token, Schlüssel und Werte von Parametern.
help-start-title = Start
help-start-about = Hier wählen Sie, wohin eine Änderung geht und was sie tut, und sehen, ob alles dafür bereit ist. Nichts wird berührt, bevor Sie „Änderung starten“ drücken, und auch dann fragt jeder Schritt erst.
help-start-can =
    Wählen: **Kubeconfig**, **Kontext** und **Namespace**. Die Änderung handelt dort und nirgends sonst.
    Das **Repository** wählen: einen von git verwalteten Ordner mit den Manifesten.
    Ein **Verfahren** wählen und seine Angaben ausfüllen. Was von seinen Standardwerten abweicht, steht fett im Protokoll.
    „Bereit zum Start?“ lesen: Jede Zeile sagt, was angesehen wurde und was zu tun ist. „Alle Prüfungen zeigen“ hat die Belege, und den Weg vorbei an dem, was nur riskant ist.
    Mit einer begonnenen Änderung weitermachen, oder das Protokoll einer beendeten öffnen.
    Erst üben, oder genau diese Änderung an einer Kopie proben.
    Eine Kubeconfig, den Ordner eines Repositorys oder ein Verfahren auf das Fenster ziehen.
help-step-title = Ein Schritt der Änderung
help-step-about = Hier wird eine Änderung ausgeführt, ein Schritt nach dem anderen. Die Liste links sagt, wie weit sie ist, die Mitte zeigt einen Schritt, rechts steht, was jetzt läuft. Einen Schritt anzusehen tut nie etwas.
help-step-can =
    „Was geschehen wird“ und den Unterschied lesen. Sie stammen vom Server, nicht aus dem Text des Verfahrens.
    Die Schaltfläche unten rechts drücken. Ihr Dialog sagt genau, was getan wird; nur die Schaltfläche darin stimmt zu.
    Einen Schritt auslassen oder trotzdem weitermachen, mit einem Grund. Das Protokoll zeigt ihn fett.
    Den Unterschied nebeneinander legen, Unverändertes ausklappen, oder Wörter darin und in der Ausgabe suchen.
    Eine Notiz festhalten, oder den Schritt als Befehlszeile kopieren.
    Mit **Ruhen lassen** die Änderung lassen, wie sie ist, und an einem anderen Tag weitermachen.
    Mit **Zurückrollen** bei jedem Schritt zurückgehen: Erst kommt eine Frage, und jeder Schritt zurück fragt für sich.
help-back-title = Der Rückweg
help-back-about = Hier entscheiden Sie, wie eine Änderung zurückgenommen wird. Was zu sehen ist (Logs, Zustände), steht über den Antworten, weil der richtige Weg oft davon abhängt, was die Änderung schon getan hat.
help-back-can =
    Lesen, was zu sehen ist, und die Logs öffnen, wenn das nicht genügt.
    Die passende Antwort wählen. Ihre Schritte sind aufgeführt; jeder fragt noch einmal, bevor er handelt.
    Zur Änderung zurückgehen: Diese Seite zu öffnen hat nichts begonnen.
help-end-title = Das Ende der Änderung
help-end-about = Alle Schritte liegen hinter Ihnen. Was getan wurde, von wem und wann, steht im Protokoll.
help-end-can =
    Das **Protokoll** öffnen und ins Ticket legen.
    Das **Journal** öffnen, wenn jemand fragt, was genau geschah.
    Die Zeitleiste öffnen, um zu sehen, was wie lange dauerte und worauf gewartet wurde.
    Später zurückrollen: Die Startseite führt beendete Änderungen auf.
help-cluster-title = Der Cluster
help-cluster-about = Hier sehen Sie, was in einem Namespace läuft, was nicht stimmt und was zu tun ist. Nichts auf dieser Seite handelt. Wie alt die Zeilen sind, steht immer dabei, wenn es nicht die jetzigen sind.
help-cluster-can =
    Einen **Namespace** wählen, zum Filtern Wörter tippen, oder nur Probleme zeigen.
    Eine Zeile drücken: Zustand, Eigentümer, Ereignisse, YAML und Logs stehen daneben.
    Einer **Route** von ihrer Adresse bis zu den Pods folgen; das unterbrochene Glied ist benannt.
    Einen Namen kopieren, oder die kubectl-Zeile, die dasselbe zeigt.
    „Repository ↔ Cluster“ ansehen, um zu sehen, wo beide abweichen.
help-history-title = Verlauf
help-history-about = Hier stehen alle Änderungen dieses Rechners, die nicht beendeten zuerst, und die Protokolle, die das Repository in seinem Ordner changes/ hat.
help-history-can =
    Wörter tippen, um eine Änderung zu finden: Titel, Verfahren, Cluster, Namespace, Person, Werte.
    Eine Zeile drücken: Ihr **Protokoll** sagt, wer was wann und wo tat, und wo es vom **Verfahren** abwich.
    Das Protokoll als Kommentar für das Ticket kopieren, speichern oder ins Repository legen.
    Wieder aufnehmen, was nicht beendet ist.
help-settings-title = Einstellungen
help-settings-about = Hier wählen Sie, wie das Programm aussieht und was es tun darf. Jede Wahl gilt sofort und wird behalten.
help-settings-can =
    Die Farben wählen, die Größe von allem, und ob sich etwas bewegt.
    Die geschützten **Kontexte** nennen: Ihre Dialoge sind ernster.
    Auf „Nur lesen“ schalten: Dann führt das Programm keine **Aktion** aus.
    Sehen, wo Einstellungen, Änderungen und behaltene Zeilen liegen.
help-drift-title = Repository und Cluster
help-drift-about = Hier werden die Manifeste des neuesten Commits des Repositorys mit dem Cluster verglichen, Objekt für Objekt. Der Server wird um einen Dry-Run gebeten; geschrieben wird nichts.
help-drift-can =
    „Vergleichen“ drücken. Es lässt sich jederzeit anhalten.
    Eine Zeile wählen, um den Unterschied zu sehen, und wer das Feld geändert hat.
    Die kubectl-Zeile kopieren, die dasselbe zeigt.

# Eine Diagnose, für alle, die helfen.
diagnosis-head = Changeover { $version }, Diagnose vom { $at }
diagnosis-system = System
diagnosis-window = Fenster
diagnosis-page = Seite
diagnosis-practice = Übung
diagnosis-yes = ja
diagnosis-cluster = Cluster
diagnosis-connected = verbunden, { $version }, { $place }
diagnosis-connecting = wird verbunden
diagnosis-not-connected = nicht verbunden
diagnosis-repository = Repository
diagnosis-no-repository = keines
diagnosis-procedure = Verfahren
diagnosis-change = Änderung
diagnosis-stands = Schritt { $step } von { $steps }
diagnosis-time = Zeiten
diagnosis-timings = läuft seit { $running }; { $frames ->
    [one] { $frames } Bild
   *[other] { $frames } Bilder
}, das letzte in { $last }, das langsamste in { $longest }
diagnosis-failures = Letzte Fehlschläge, mit ihren Ursachen:
diagnosis-none = keine
diagnosis-now = jetzt
diagnosis-copied = Die Diagnose ist in der Zwischenablage. Vor dem Weitergeben bitte lesen

# Dateien von Notizen: Bilder und Logs.
attach-pick = Dateien anhängen…
attach-pick-about = Bilder und Logs werden Teil der Notiz. Man kann sie auch auf den Schritt ziehen oder einfügen.
attach-pick-more = Weitere Dateien…
attach-pick-from = Welche Dateien gehören zur Notiz?
attach-drop = Zur Notiz von „{ $title }“ hinzufügen
attach-title = Zur Notiz hinzufügen
attach-look = Vorher ansehen: Zeigt es ein Passwort, ein Token, Daten einer Person?
attach-stays = Was hinzugefügt ist, bleibt beim Journal und geht dorthin, wohin das Protokoll geht. Es kann nicht wieder herausgenommen werden; eine weitere Notiz kann sagen, dass es ein Versehen war.
attach-looking = Wird angesehen…
attach-none = Keine Datei ist gewählt
attach-note = Notiz (darf leer bleiben)
attach-leave-out = Weglassen
attach-leave-out-name = { $name } weglassen
attach-more-text = In der Datei folgt mehr
attach-deed = { $count ->
    [0] Notiz behalten
    [one] Datei hinzufügen
   *[other] { $count } Dateien hinzufügen
}
attach-writing = Wird geschrieben…
attach-open-name = { $name } öffnen: { $about }
attach-record-title = Dateien der Notizen
attach-close = Schließen
attach-folder = Ihren Ordner öffnen
attach-copy-hash = Hash kopieren
attach-tile-altered = Seither verändert
attach-tile-missing = Nicht auf diesem Rechner
attach-kind-png = PNG-Bild
attach-kind-jpeg = JPEG-Bild
attach-kind-gif = GIF-Bild
attach-kind-webp = WebP-Bild
attach-kind-text = Text
attach-kind-other = Datei
attach-empty = { $name } ist leer
attach-too-large = { $name } ist größer als { $most }
attach-too-large-hint = Den Teil hinzufügen, auf den es ankommt: einen Ausschnitt des Bildes, die Zeilen des Logs.
attach-unknown = { $name } ist weder Bild noch Text
attach-unknown-hint = Bilder (PNG, JPEG, GIF, WebP) und Texte können hinzugefügt werden. Was sonst zur Änderung gehört: In der Notiz sagen, wo es liegt.
attach-bomb = { $name } hat nach eigener Angabe { $width } × { $height } Pixel; es wurde nicht geöffnet
attach-bomb-hint = Bilder bis 40 Millionen Pixel werden geöffnet. Verkleinern, oder ausschneiden, worauf es ankommt.
attach-broken = { $name } ist kein ganzes Bild
attach-broken-hint = In einem anderen Programm öffnen und neu speichern, oder das Bild noch einmal aufnehmen.
attach-no-file = { $name } ist keine Datei
attach-unreadable = { $name } kann nicht gelesen werden
attach-too-many = { $most } Dateien an einer Notiz sind das Meiste; die übrigen wurden weggelassen
attach-not-kept = { $name } konnte nicht in den Ordner der Änderung geschrieben werden; nichts wurde hinzugefügt
attach-not-exported = { $name } konnte nicht nach { $folder } geschrieben werden
attach-missing = { $name } ist nicht da: Die Datei wurde weggenommen, oder sie blieb auf dem Rechner, auf dem sie hinzugefügt wurde
attach-altered = { $name } ist nicht, was hinzugefügt wurde: Der Hash ist ein anderer
attach-ended = Die Änderung ist inzwischen beendet; ihr Journal nimmt keine Notiz mehr auf

# Dateien, die auf das Fenster gezogen werden.
dropped-looking = Wird angesehen…
dropped-kubeconfig = Als Kubeconfig verwenden ({ $count ->
    [one] { $count } Kontext
   *[other] { $count } Kontexte
})
dropped-repository = Als Repository verwenden: { $name }
dropped-procedure = Das Verfahren „{ $title }“ wählen
dropped-engaged = Eine Änderung ist im Gang: Cluster, Repository und Verfahren bleiben, wie sie sind
dropped-ticket = Als Ticket lesen, das eine Änderung verlangt
dropped-several = Nur eines auf einmal: eine Kubeconfig, den Ordner eines Repositorys, ein Verfahren oder ein Ticket
dropped-none = { $name } ist weder Kubeconfig noch Verfahren noch Ticket
dropped-none-hint = Eine Kubeconfig, den Ordner eines Git-Repositorys, ein Verfahren (….procedure.yaml) oder ein Ticket (.md, .txt) hierher ziehen.
dropped-no-repository = { $name } ist kein Ordner eines Git-Repositorys
dropped-no-repository-hint = Einen von git verwalteten Ordner wählen: einen, der geklont wurde.
dropped-elsewhere = Das Verfahren { $name } liegt nicht im Ordner „procedures“ eines Repositorys
dropped-elsewhere-hint = In den Ordner „procedures“ Ihres Repositorys legen: Eine Änderung nennt die Datei, der sie folgte.
dropped-broken = Das Verfahren { $name } hat Fehler
dropped-broken-hint = `changeover check` nennt jeden davon mit seinem Ort.
dropped-unreadable = { $name } kann nicht gelesen werden
dropped-unreadable-hint = Prüfen, wer es lesen darf.

# Einstellungen.
page-settings = Einstellungen
page-settings-name = Seite: Einstellungen
settings-title = Einstellungen
settings-about = Jede Einstellung gilt sofort und wird für den nächsten Start behalten.
settings-back = Zurück
settings-reset = auf Standard zurück
settings-reset-name = Auf Standard zurück: { $name }
settings-on = An
settings-off = Aus
settings-smaller = Alles kleiner
settings-larger = Alles größer
settings-pick = Wählen…
settings-pick-name = Datei wählen: { $name }
settings-pick-mirrors = Welche registries.conf?
settings-pick-ca = Welche Zertifizierungsstelle (PEM)?
settings-open = Ordner öffnen
settings-open-name = Ordner öffnen: { $name }
settings-copy-path = Pfad kopieren: { $name }
settings-look = Aussehen
settings-care = Vorsicht
settings-programs = Programme und Desktop
settings-network = Registries und Zertifikate
settings-places = Wo Daten liegen
setting-theme = Farben
setting-theme-about = Die Farben des Fensters.
setting-theme-default = Standard: wie das System.
setting-theme-system = Wie das System
setting-theme-light = Hell
setting-theme-dark = Dunkel
setting-theme-contrast = Hoher Kontrast
setting-language = Sprache
setting-language-about = Die Sprache des Fensters, und der Protokolle, die von jetzt an geschrieben werden. Ein Verfahren behält die Worte seines Autors.
setting-language-default = Standard: wie das System.
setting-language-system = Wie das System
# Der Name der Sprache in ihr selbst.
setting-language-own = Deutsch
setting-size = Größe
setting-size-about = Die Größe von allem im Fenster; auch Ctrl und Plus, Minus oder 0.
setting-size-default = Standard: 100 %.
setting-percent = { $percent } %
setting-animations = Animationen
setting-animations-about = Drehende Zeichen drehen sich, und was sich öffnet und scrollt, tut es fließend.
setting-animations-default = Standard: an.
setting-columns = Spalten der Tabellen
setting-columns-about = Wie breit Sie Spalten auf den Seiten des Clusters und des Verlaufs gemacht haben, an den Linien zwischen ihren Titeln. Jede Tabelle behält ihre eigenen.
setting-columns-default = Standard: so breit, wie das Fenster Platz hat.
setting-columns-count = { $count ->
    [0] Wie üblich
    [one] In einer Tabelle geändert
   *[other] In { $count } Tabellen geändert
}
setting-read-only = Nur lesen
setting-read-only-about = Keine Aktion wird gezeigt und keine ausgeführt; alles anzusehen bleibt möglich. In einer laufenden Änderung geht ein begonnener Schritt zu Ende, und Schritte, die nur lesen, starten weiter von selbst.
setting-read-only-default = Standard: aus.
setting-read-only-practice = Gerade nicht: Eine Übung berührt nichts Echtes.
setting-protected = Geschützte Kontexte
setting-protected-about = Kontexte, die als Produktion gelten: farbig, mit ernsteren Dialogen. Einer je Zeile; * steht für beliebige Zeichen, und ! vor einer Zeile nimmt einen Kontext aus.
setting-protected-default = Standard: keine außer denen, deren Name, Namespace oder Server prod, production, prd oder live sagt.
setting-editor = Editor
setting-editor-about = Das Programm, das Protokolle und Journale öffnet, mit Argumenten; eines mit eigenem Fenster.
setting-editor-default = Standard: das Programm des Systems für die Datei.
setting-mail = Mailprogramm
setting-mail-about = Das Programm, das Entwürfe öffnet, mit Argumenten; es bekommt eine mailto:-Adresse.
setting-mail-default = Standard: das Mailprogramm des Systems.
setting-notifications = Desktop-Mitteilungen
setting-notifications-about = Der Desktop meldet, wenn ein langer Schritt geendet hat oder die Änderung Sie braucht, und das Fenster nicht vorn ist.
setting-notifications-default = Standard: an.
setting-awake = Wach bleiben
setting-awake-about = Der Rechner schläft nicht ein, während ein Schritt läuft, und darf es wieder, sobald dieser geendet hat. Der Bildschirm darf dunkel werden; bei geschlossenem Deckel gilt, was das System sagt.
setting-awake-default = Standard: an.
setting-awake-now = Ein Schritt läuft: Der Rechner wird jetzt wach gehalten.
setting-mirrors = Registry-Spiegel
setting-mirrors-about = Eine Datei in der Form von registries.conf (Version 2). Eine laufende Änderung behält, womit sie begann.
setting-mirrors-default = Standard: keine.
setting-extra-ca = Weitere Zertifizierungsstelle
setting-extra-ca-about = Eine PEM-Datei, der neben denen des Systems vertraut wird, für Registries und Prüfungen von Sites. Eine laufende Änderung behält, womit sie begann.
setting-extra-ca-default = Standard: keine.
setting-settings-place = Datei der Einstellungen
setting-settings-place-about = Was hier und auf der Startseite gewählt wurde.
setting-changes-place = Änderungen
setting-changes-place-about = Ein Ordner je Änderung: ihr Journal, ihr Protokoll, Kopien von Dateien.
setting-rows-place = Behaltene Zeilen
setting-rows-place-about = Was die Clusterseite zuletzt zeigte. Darf jederzeit gelöscht werden.
setting-by-argument = In diesem Fenster sagt die Befehlszeile { $value }; was hier gewählt wird, gilt von da an.
setting-no-program = { $program } ist auf dieser Maschine nicht zu finden.
setting-no-file = { $file } ist nicht da, oder ist keine Datei.
settings-damaged = Die Einstellungen waren nicht lesbar und wurden als { $file } beiseitegelegt
settings-damaged-hint = „Nur lesen“ ist an, da nicht mehr bekannt ist, welche Kontexte Sie geschützt haben; alles andere ist wie beim ersten Start. Unter Einstellungen neu wählen, oder die reparierte Datei zurücklegen, während das Programm geschlossen ist.
settings-unreadable = Die Einstellungen in { $file } waren nicht lesbar
settings-unreadable-hint = „Nur lesen“ ist an; alles andere ist wie beim ersten Start, und was jetzt gewählt wird, wird nicht behalten. Sich das Leserecht für die Datei geben, dann neu starten.
settings-unsaved = Die Einstellungen lassen sich nicht nach { $file } schreiben; sie gelten darum nur für dieses Fenster
settings-unsaved-hint = Prüfen, ob die Platte voll ist und ob Sie in diesen Ordner schreiben dürfen. Die nächste Änderung einer Einstellung versucht es wieder.
settings-fields-unread = Diese Einstellungen in { $file } waren nicht lesbar: { $names }
settings-fields-unread-hint = Sie sind wie beim ersten Start, und was in der Datei steht, bleibt dort. Unter Einstellungen neu wählen.
settings-fields-guarded = Diese Einstellungen in { $file } waren nicht lesbar: { $names }
settings-fields-guarded-hint = „Nur lesen“ ist an, da nicht mehr bekannt ist, wo nichts getan werden darf oder welche Kontexte Sie geschützt haben. Was in der Datei steht, bleibt dort. Unter Einstellungen neu wählen.
read-only = NUR LESEN
read-only-about = Dieses Fenster liest nur: Es wird nichts ausgeführt. Unter Einstellungen lässt es sich wieder handeln.
dialog-production = Dies ist Produktion: noch einmal hinsehen, bevor Sie weitermachen.
notify-turn = Sie sind an der Reihe: { $step }
notify-failed = Dieser Schritt ist nicht durchgegangen: { $step }
notify-ended = Die Änderung ist beendet.
notify-rolled-back = Die Änderung wurde zurückgerollt.
notify-shows-only = Dieses Fenster zeigt die Änderung nur noch: Jemand hat sie übernommen, oder der Cluster antwortet nicht.
desktop-colours = Der Desktop sagt nicht, welche Farben er wünscht
desktop-notification = Der Desktop nahm die letzte Mitteilung nicht an
desktop-awake = Den Wunsch, den Rechner wach zu halten, nahm beim letzten Mal niemand an: Er schläft vielleicht ein, während ein Schritt läuft
awake-reason = Ein Schritt von „{ $title }“ läuft
