/** One file for jest, which would load the large library of Kubernetes anew for each. */
import './kubernetes-connection.suite.ts';
import './kubernetes-nodes.suite.ts';
import './kubernetes-moves.suite.ts';
import './kubernetes-instances.suite.ts';
